using Org.BouncyCastle.Crypto.Digests;

namespace SecretsKit.Core.Crypto;

/// <summary>SHA-256 of short inputs: key tags and cache identifiers. Managed, see <see cref="ChaChaPoly"/> for the reason.</summary>
public static class Sha256
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int Size = 32;

    /// <summary>Hashes <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Size"/>.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var digest = new Sha256Digest();
        var input = data.ToArray();
        var output = new byte[Size];
        digest.BlockUpdate(input, 0, input.Length);
        digest.DoFinal(output, 0);
        output.CopyTo(destination);
    }
}
