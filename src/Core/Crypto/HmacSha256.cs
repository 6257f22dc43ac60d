using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace SecretsKit.Core.Crypto;

/// <summary>HMAC with SHA-256 (RFC 2104). Managed, see <see cref="ChaChaPoly"/> for the reason.</summary>
public static class HmacSha256
{
    /// <summary>Length of a tag in bytes.</summary>
    public const int Size = 32;

    /// <summary>Computes the tag of <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Size"/>.</exception>
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var keyBytes = key.ToArray();
        var input = data.ToArray();
        var output = new byte[Size];
        try
        {
            var mac = new HMac(new Sha256Digest());
            mac.Init(new KeyParameter(keyBytes));
            mac.BlockUpdate(input, 0, input.Length);
            mac.DoFinal(output, 0);
            output.CopyTo(destination);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyBytes);
            CryptographicOperations.ZeroMemory(input);
        }
    }
}
