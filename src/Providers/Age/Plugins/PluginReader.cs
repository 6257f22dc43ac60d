using System.Security.Cryptography;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>
/// Reads stanzas from a plugin as they come. Bodies may be file keys: the buffer is pinned and
/// wiped, and no message holds a line of a body.
/// </summary>
internal sealed class PluginReader(IProcessDialogue process) : IDisposable
{
    private const int FirstSize = 4096;

    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(FirstSize, pinned: true);
    private int _start;
    private int _end;
    private int _total;

    /// <summary>Reads one stanza. Its body is the caller's to wipe.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Plugin"/>: it ended, or sent something else or too much.</exception>
    public async ValueTask<AgeStanza> ReadAsync(CancellationToken ct)
    {
        var words = ParseOpening((await ReadLineAsync(ct)).Span);
        var body = GC.AllocateUninitializedArray<byte>(AgeStanzaText.BytesPerLine, pinned: true);
        var length = 0;
        try
        {
            while (true)
            {
                if (body.Length - length < AgeStanzaText.BytesPerLine)
                {
                    var larger = GC.AllocateUninitializedArray<byte>(2 * body.Length, pinned: true);
                    body.CopyTo(larger, 0);
                    CryptographicOperations.ZeroMemory(body);
                    body = larger;
                }

                var count = DecodeLine((await ReadLineAsync(ct)).Span, body.AsSpan(length));
                length += count;
                if (length > AgeLimits.MaxStanzaBodyBytes)
                {
                    throw Bad($"a body is longer than {AgeLimits.MaxStanzaBodyBytes} bytes");
                }

                if (count < AgeStanzaText.BytesPerLine)
                {
                    return new AgeStanza(words[0], words[1..], body[..length]);
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    private static string[] ParseOpening(ReadOnlySpan<byte> line)
    {
        const int Shown = 200;
        if (!line.StartsWith(AgeStanzaText.Opening))
        {
            throw Bad($"malformed stanza opening line: {Quoted.Of(line[..Math.Min(line.Length, Shown)])}");
        }

        return AgeStanzaText.Words(line)
            ?? throw Bad("malformed stanza: the words of the opening line are not printable ASCII with a space between them");
    }

    private static int DecodeLine(ReadOnlySpan<byte> line, Span<byte> destination)
    {
        var bytes = AgeStanzaText.Decode(line[..^1], out var error) ?? throw Bad($"malformed body line: {error}");
        var count = bytes.Length <= AgeStanzaText.BytesPerLine ? bytes.Length : throw Bad("malformed body line: too long");
        bytes.CopyTo(destination);
        CryptographicOperations.ZeroMemory(bytes);
        return count;
    }

    /// <summary>The next line with its LF, lent until the next call.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(CancellationToken ct)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at + 1 - _start);
                _start = searched + at + 1;
                return line;
            }

            if (_end - _start > PluginLimits.MaxLineBytes)
            {
                throw Bad($"a line is longer than {PluginLimits.MaxLineBytes} bytes");
            }

            MakeRoom();
            searched = _end;
            var count = await process.ReadAsync(_buffer.AsMemory(_end), ct);
            _end += count;
            _total += count;
            if (count == 0)
            {
                throw new AgeException(AgeFailure.Plugin, "failed to read line: EOF")
                {
                    Hint = "with AGEDEBUG=plugin in the environment you see what the plugin prints",
                };
            }

            if (_total > PluginLimits.MaxOutputBytes)
            {
                throw Bad($"sent more than {PluginLimits.MaxOutputBytes} bytes");
            }
        }
    }

    /// <summary>Moves what is not read yet to the front, and grows when the front is no gain.</summary>
    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        var target = _start > 0 ? _buffer : GC.AllocateUninitializedArray<byte>(2 * _buffer.Length, pinned: true);
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        if (target != _buffer)
        {
            CryptographicOperations.ZeroMemory(_buffer);
            _buffer = target;
        }

        (_start, _end) = (0, _end - _start);
    }

    private static AgeException Bad(string message) => new(AgeFailure.Plugin, message);
}
