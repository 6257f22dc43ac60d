using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>
/// The same bytes again for renderings that are compared with each other. What is made of them is thrown away: nothing is protected by it.
/// </summary>
/// <param name="seed">Another seed gives other bytes.</param>
internal sealed class SeededRandom(int seed)
{
    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private long _number;

    /// <summary>Fills.</summary>
    public void Fill(Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(input, seed);
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input[sizeof(int)..], _number++);
            SHA256.HashData(input, _block);
            var length = Math.Min(destination.Length, _block.Length);
            _block.AsSpan(0, length).CopyTo(destination);
            destination = destination[length..];
        }
    }
}
