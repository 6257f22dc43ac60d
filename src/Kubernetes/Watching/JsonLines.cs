using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Watching;

/// <summary>Cuts a stream into lines as they come.</summary>
internal sealed class JsonLines(Stream stream)
{
    /// <summary>Most bytes of a line: an object in etcd has at most some megabytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null after the last one. Valid until the next call.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.LimitExceeded"/>: the line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        for (var searched = _start; ;)
        {
            if (_buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n') is var at and >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at - _start);
                _start = searched + at + 1;
                return line;
            }

            searched = MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
            if (count == 0)
            {
                var rest = _buffer.AsMemory(_start, _end - _start);
                _start = _end;
                if (rest.IsEmpty)
                {
                    return null;
                }

                return rest;
            }

            _end += count;
        }
    }

    // Moves what is left to the front, or makes a larger buffer; the place where the search goes on.
    private int MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxBytes)
            {
                throw new SecretsKitException(ErrorCode.LimitExceeded, $"an event of the server is larger than {MaxBytes} bytes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _end;
    }
}
