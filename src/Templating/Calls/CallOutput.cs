using System.Buffers;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// The bytes written so far, of the whole nest of executions: an include takes its own off the end. Rents its memory and wipes it.
/// </summary>
/// <param name="limit">How many bytes it may hold.</param>
internal sealed class CallOutput(int limit) : IBufferWriter<byte>, IDisposable
{
    private const int InitialCapacity = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialCapacity);

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (Math.Max(sizeHint, 1) > _bytes.Length - Length)
        {
            Grow(Math.Max(sizeHint, 1));
        }

        return _bytes.AsSpan(Length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _ = GetSpan(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public void Advance(int count) => Length += count;

    /// <summary>Takes what was written since a length.</summary>
    public byte[] TakeFrom(int start)
    {
        var taken = Written[start..].ToArray();
        Length = start;
        return taken;
    }

    /// <summary>Goes back to a length.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
        Length = 0;
    }

    // One value can print without an end, so that the limit is looked at here too.
    private void Grow(int needed)
    {
        if ((long)Length + needed > limit)
        {
            throw new OutputLimitException();
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit, Math.Max((long)Length + needed, 2L * _bytes.Length)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
    }
}
