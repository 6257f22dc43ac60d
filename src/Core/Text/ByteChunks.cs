using System.Buffers;

namespace SecretsKit.Core.Text;

/// <summary>
/// Collects bytes in pieces that are never moved. An array that doubles holds up to three times its
/// content while it grows; this holds it once, and twice while <see cref="ToArray"/> runs. Not safe for concurrent use.
/// </summary>
/// <param name="growing">Gets the size of each piece, in bytes, before it is taken, and may refuse by an exception. Default: none.</param>
public sealed class ByteChunks(Action<long>? growing = null) : IBufferWriter<byte>
{
    private const int FirstSize = 256;
    private const int LargestSize = 1024 * 1024;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _last = [];
    private int _used;
    private int _before;

    /// <summary>Bytes so far.</summary>
    public int WrittenCount => _before + _used;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _last.Length - _used);
        _used += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.AsSpan(_used);
    }

    /// <summary>The bytes in one array.</summary>
    public byte[] ToArray()
    {
        var result = new byte[WrittenCount];
        var at = 0;
        foreach (var chunk in _full)
        {
            chunk.CopyTo(result, at);
            at += chunk.Count;
        }

        _last.AsSpan(0, _used).CopyTo(result.AsSpan(at));
        return result;
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_last.Length - _used >= Math.Max(sizeHint, 1))
        {
            return;
        }

        if (_used > 0)
        {
            _full.Add(new(_last, 0, _used));
            _before = checked(_before + _used);
        }

        var size = Math.Max(sizeHint, Math.Clamp(_last.Length * 2, FirstSize, LargestSize));
        growing?.Invoke(size);
        _last = new byte[size];
        _used = 0;
    }
}
