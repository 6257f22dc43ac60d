using System.Buffers;
using System.Security.Cryptography;

namespace SecretsKit.Core.Documents;

/// <summary>
/// Collects the text of a file whose length is not known yet. In pieces, because a buffer that doubles leaves copies of plaintext behind
/// and needs three times the memory. Disposal wipes the pieces. Not safe for concurrent use.
/// </summary>
public sealed class OutputBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestPiece = 4 * 1024;

    // Below the size from which the runtime treats arrays as large, whose collection is that of the whole heap.
    private const int LargestPiece = 64 * 1024;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _piece = [];
    private int _used;
    private int _length;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _piece.Length - _used);
        _length = checked(_length + count);
        _used += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_piece.Length - _used < Math.Max(sizeHint, 1))
        {
            var size = Math.Clamp(_piece.Length * 4, SmallestPiece, LargestPiece);
            _full.Add(new(_piece, 0, _used));
            _piece = GC.AllocateUninitializedArray<byte>(Math.Max(size, sizeHint));
            _used = 0;
        }

        return _piece.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>All that was written, in one array of just its length; the caller's to wipe.</summary>
    public byte[] ToArray()
    {
        var whole = GC.AllocateUninitializedArray<byte>(_length);
        var at = 0;
        foreach (var piece in _full)
        {
            piece.CopyTo(whole, at);
            at += piece.Count;
        }

        _piece.AsSpan(0, _used).CopyTo(whole.AsSpan(at));
        return whole;
    }

    /// <summary>Wipes the pieces; what <see cref="ToArray"/> gave stays.</summary>
    public void Dispose()
    {
        foreach (var piece in _full)
        {
            CryptographicOperations.ZeroMemory(piece.Array);
        }

        CryptographicOperations.ZeroMemory(_piece);
        _full.Clear();
        _piece = [];
        (_used, _length) = (0, 0);
    }
}
