using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace SecretsKit.Core.Crypto;

/// <summary>Turns Ed25519 signing keys into X25519 agreement keys, as age does for SSH keys.</summary>
public static class Ed25519Conversion
{
    /// <summary>Length of seeds and public keys in bytes.</summary>
    public const int Size = 32;

    /// <summary>The Montgomery u coordinate (1 + y) / (1 - y) of a public key.</summary>
    /// <returns>False when the bytes are no point of the curve.</returns>
    public static bool TryConvertPublicKey(ReadOnlySpan<byte> publicKey, Span<byte> point)
    {
        var key = publicKey.ToArray();
        if (key.Length != Size || point.Length != X25519.Size || !Ed25519.ValidatePublicKeyPartial(key, 0))
        {
            return false;
        }

        // The top bit is the sign of x, which the u coordinate does not depend on.
        key[31] &= 0x7f;
        var y = X25519Field.Create();
        var one = X25519Field.Create();
        var numerator = X25519Field.Create();
        var denominator = X25519Field.Create();
        X25519Field.Decode255(key, y);
        X25519Field.One(one);
        X25519Field.Add(one, y, numerator);
        X25519Field.Sub(one, y, denominator);
        X25519Field.Inv(denominator, denominator);
        X25519Field.Mul(numerator, denominator, numerator);
        X25519Field.Normalize(numerator);
        var u = new byte[X25519.Size];
        X25519Field.Encode(numerator, u, 0);
        u.CopyTo(point);
        return true;
    }

    /// <summary>The scalar of a private key: the first half of the SHA-512 of its seed.</summary>
    public static void ConvertSeed(ReadOnlySpan<byte> seed, Span<byte> scalar)
    {
        Span<byte> digest = stackalloc byte[Sha512Hasher.Size];
        Sha512Hasher.Hash(seed, digest);
        digest[..X25519.Size].CopyTo(scalar);
        CryptographicOperations.ZeroMemory(digest);
    }

    /// <summary>The Ed25519 public key of a seed.</summary>
    /// <exception cref="ArgumentException">The seed has not <see cref="Size"/> bytes.</exception>
    public static byte[] DerivePublicKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Size)
        {
            throw new ArgumentException("a seed has 32 bytes", nameof(seed));
        }

        var secret = seed.ToArray();
        var publicKey = new byte[Size];
        try
        {
            Ed25519.GeneratePublicKey(secret, 0, publicKey, 0);
            return publicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
