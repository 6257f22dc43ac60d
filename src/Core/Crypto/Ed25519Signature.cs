using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Ed25519 signatures (RFC 8032), which the platform does not have. Signing runs in constant time in the underlying library.
/// </summary>
public static class Ed25519Signature
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int Size = 64;

    /// <summary>Length of seeds and public keys in bytes.</summary>
    public const int KeySize = Ed25519Conversion.Size;

    /// <summary>Signs a message.</summary>
    /// <param name="seed">The private key, 32 bytes.</param>
    /// <param name="message">The message itself, not a hash of it.</param>
    /// <returns>The signature, 64 bytes.</returns>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        if (seed.Length != KeySize)
        {
            throw new ArgumentException("a seed has 32 bytes", nameof(seed));
        }

        var secret = GC.AllocateUninitializedArray<byte>(KeySize, pinned: true);
        var signature = new byte[Size];
        try
        {
            seed.CopyTo(secret);
            Curve.Sign(secret, 0, message.ToArray(), 0, message.Length, signature, 0);
            return signature;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>
    /// Whether a signature is that of a message under a public key. Wrong lengths and points off the curve are no signatures.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == KeySize && signature.Length == Size
        && Curve.ValidatePublicKeyFull(publicKey.ToArray(), 0)
        && Curve.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);
}
