using System.Buffers;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Core.Envelope.Signing;

/// <summary>Hashes what is written to it with SHA-512, in pieces, so that nothing is held at once. Not safe for concurrent use.</summary>
internal sealed class DigestWriter(long expectedBytes) : IBufferWriter<byte>, IDisposable
{
    private const int PieceSize = 4096;

    private readonly Sha512Hasher _hasher = new(expectedBytes);
    private byte[] _piece = new byte[PieceSize];
    private int _used;

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _used < Math.Max(sizeHint, 1))
        {
            Flush();
            if (_piece.Length < sizeHint)
            {
                _piece = new byte[sizeHint];
            }
        }

        return _piece.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The digest of all that was written.</summary>
    public byte[] Finish()
    {
        Flush();
        var digest = new byte[Sha512Hasher.Size];
        _hasher.Finish(digest);
        return digest;
    }

    public void Dispose() => _hasher.Dispose();

    private void Flush()
    {
        _hasher.Append(_piece.AsSpan(0, _used));
        _used = 0;
    }
}
