using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace SecretsKit.Core.Crypto;

/// <summary>Key derivation with HKDF and SHA-256 (RFC 5869). Managed, see <see cref="ChaChaPoly"/> for the reason.</summary>
public static class HkdfSha256
{
    /// <summary>Longest output in bytes.</summary>
    public const int MaxOutput = 255 * 32;

    /// <summary>Extracts and expands in one step.</summary>
    /// <param name="keyMaterial">The secret; may be empty.</param>
    /// <param name="salt">May be empty, which is the same as 32 zero bytes.</param>
    /// <param name="info">The context.</param>
    /// <param name="output">Is filled; at most <see cref="MaxOutput"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too long.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> keyMaterial, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (output.Length > MaxOutput)
        {
            throw new ArgumentException("HKDF cannot give so many bytes", nameof(output));
        }

        var secret = keyMaterial.ToArray();
        var derived = new byte[output.Length];
        try
        {
            var generator = new HkdfBytesGenerator(new Sha256Digest());
            generator.Init(new HkdfParameters(secret, salt.ToArray(), info.ToArray()));
            generator.GenerateBytes(derived, 0, derived.Length);
            derived.CopyTo(output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }
}
