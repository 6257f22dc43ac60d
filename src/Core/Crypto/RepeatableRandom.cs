using System.Buffers.Binary;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Bytes that look random and are the same for the same seed, so that two renderings draw the same passwords and a comparison does not show
/// them. What is drawn from it protects nothing: it is for previews alone. Not safe for concurrent use.
/// </summary>
/// <param name="seed">Where the stream begins; lent for as long as it is drawn from.</param>
public sealed class RepeatableRandom(ReadOnlyMemory<byte> seed)
{
    private readonly byte[] _block = new byte[Sha256.Size];
    private ulong _blocks;
    private int _unused;

    /// <summary>Whether anything was drawn.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>The next bytes; a <see cref="RandomFill"/>.</summary>
    public void Fill(Span<byte> destination)
    {
        WasUsed = true;
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        while (!destination.IsEmpty)
        {
            if (_unused == 0)
            {
                BinaryPrimitives.WriteUInt64BigEndian(counter, _blocks++);
                HmacSha256.Compute(seed.Span, counter, _block);
                _unused = _block.Length;
            }

            var taken = _block.AsSpan(_block.Length - _unused)[..Math.Min(_unused, destination.Length)];
            taken.CopyTo(destination);
            destination = destination[taken.Length..];
            _unused -= taken.Length;
        }
    }
}
