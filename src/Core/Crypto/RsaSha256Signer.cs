using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Signs with RSA, PKCS #1 version 1.5 padding and SHA-256 (RFC 8017, 8.2), which tokens call RS256. The key is held by the platform's
/// library and cleared by disposal. Not safe for concurrent use.
/// </summary>
public sealed class RsaSha256Signer : IDisposable
{
    private readonly RSA _key;

    private RsaSha256Signer(RSA key) => _key = key;

    /// <summary>Reads a private key in DER; null if it is none that can be used.</summary>
    /// <param name="der">The key; stays the caller's to wipe.</param>
    /// <param name="isPkcs1">Whether it is an RSAPrivateKey (PKCS #1) and not a PrivateKeyInfo (PKCS #8).</param>
    public static RsaSha256Signer? TryCreate(ReadOnlySpan<byte> der, bool isPkcs1)
    {
        var key = RSA.Create();
        try
        {
            if (isPkcs1)
            {
                key.ImportRSAPrivateKey(der, out _);
            }
            else
            {
                key.ImportPkcs8PrivateKey(der, out _);
            }

            if (key.KeySize is >= RsaPublicKey.MinBits and <= RsaPublicKey.MaxBits)
            {
                return new(key);
            }
        }
        catch (CryptographicException)
        {
            // No such key: the result says so.
        }

        key.Dispose();
        return null;
    }

    /// <summary>Signs a message.</summary>
    /// <param name="message">The message itself, not a hash of it.</param>
    public byte[] Sign(ReadOnlySpan<byte> message) => _key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "RsaSha256Signer(***)";
}
