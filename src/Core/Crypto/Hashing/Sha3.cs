using SecretsKit.Core.Crypto.MlKem;

namespace SecretsKit.Core.Crypto.Hashing;

/// <summary>SHA-3 (FIPS 202) for names and change marks that other programs write in the same way.</summary>
public static class Sha3
{
    /// <summary>SHA3-224 as lower-case hexadecimal digits, 56 of them.</summary>
    /// <param name="input">What is hashed.</param>
    public static string Hash224Text(ReadOnlySpan<byte> input)
    {
        Span<byte> digest = stackalloc byte[28];
        KeccakSponge.Sha3Of224(input, digest);
        return Convert.ToHexStringLower(digest);
    }
}
