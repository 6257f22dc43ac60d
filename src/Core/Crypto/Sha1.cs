using Org.BouncyCastle.Crypto.Digests;

namespace SecretsKit.Core.Crypto;

/// <summary>SHA-1, for checksums that templates print and for key identifiers. It protects nothing.</summary>
public static class Sha1
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int Size = 20;

    /// <summary>Hashes <paramref name="data"/>.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new Sha1Digest();
        var input = data.ToArray();
        digest.BlockUpdate(input, 0, input.Length);
        var output = new byte[Size];
        digest.DoFinal(output, 0);
        return output;
    }
}
