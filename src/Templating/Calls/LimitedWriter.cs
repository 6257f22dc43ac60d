using System.Buffers;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// Collects the text of one value. A value can print without an end: lists share their elements, and each is printed wherever it is.
/// </summary>
/// <param name="limit">How many bytes it may hold.</param>
/// <param name="context">
/// Charged with what was written each time before more memory is taken, and with the rest by <see cref="Finish"/>; null for none.
/// </param>
internal sealed class LimitedWriter(int limit = LimitedWriter.MaxBytes, CallContext? context = null) : IBufferWriter<byte>
{
    /// <summary>No value that anybody means to print is larger.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>No document that anybody means to write is larger: 128 MiB.</summary>
    public const int MaxDocumentBytes = 128 * 1024 * 1024;

    private const int InitialCapacity = 256;

    private byte[] _bytes = new byte[InitialCapacity];
    private int _length;
    private int _charged;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    /// <summary>The text in an array of its own. All of it is charged then.</summary>
    public byte[] Finish()
    {
        Charge(_length);
        return WrittenSpan.ToArray();
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    private void Charge(long upTo)
    {
        if (upTo > _charged)
        {
            context?.Charge(upTo - _charged);
            _charged = (int)upTo;
        }
    }

    private void Grow(int sizeHint)
    {
        var needed = (long)_length + Math.Max(sizeHint, 1);
        if (needed > limit)
        {
            throw new FunctionException($"the text of the value is larger than {limit} bytes") { IsLimit = true };
        }

        if (needed > _bytes.Length)
        {
            Charge(needed);
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(needed, 2L * _bytes.Length)));
        }
    }
}
