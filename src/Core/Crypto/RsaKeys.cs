using System.Diagnostics;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace SecretsKit.Core.Crypto;

/// <summary>An RSA public key. Immutable.</summary>
public sealed class RsaPublicKey
{
    /// <summary>Shortest modulus that is accepted, in bits.</summary>
    public const int MinBits = 2048;

    /// <summary>Longest modulus that is accepted, in bits; bounds what an untrusted key may cost.</summary>
    public const int MaxBits = 16_384;

    private RsaPublicKey(RsaKeyParameters parameters) => Parameters = parameters;

    /// <summary>Length of the modulus and of a ciphertext in bytes.</summary>
    public int Size => (Parameters.Modulus.BitLength + 7) / 8;

    internal RsaKeyParameters Parameters { get; }

    /// <summary>Makes a key of unsigned big-endian numbers.</summary>
    /// <returns>Null when the modulus is out of range or has a small factor, or the exponent is even, below 3 or above 2^31 - 1.</returns>
    public static RsaPublicKey? TryCreate(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var n = Unsigned(modulus);
        var e = Unsigned(exponent);
        if (n.BitLength is < MinBits or > MaxBits || e.BitLength is < 2 or > 31 || !e.TestBit(0))
        {
            return null;
        }

        try
        {
            return new(new RsaKeyParameters(false, n, e));
        }
        catch (ArgumentException)
        {
            // The library refuses moduli with small factors that way.
            return null;
        }
    }

    internal static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? BigInteger.Zero : new BigInteger(1, bytes.ToArray());
}

/// <summary>
/// An RSA private key. Immutable. Its numbers live in the big-integer type of the underlying library, which cannot be wiped:
/// keep it no longer than needed.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RsaPrivateKey
{
    private RsaPrivateKey(RsaPublicKey publicKey, RsaPrivateCrtKeyParameters parameters) => (PublicKey, Parameters) = (publicKey, parameters);

    /// <summary>The public half.</summary>
    public RsaPublicKey PublicKey { get; }

    internal RsaPrivateCrtKeyParameters Parameters { get; }

    /// <summary>Makes a key of unsigned big-endian numbers and checks that they belong together.</summary>
    /// <returns>Null when they do not, or the key is no acceptable <see cref="RsaPublicKey"/>.</returns>
    public static RsaPrivateKey? TryCreate(
        ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> publicExponent, ReadOnlySpan<byte> privateExponent, ReadOnlySpan<byte> prime1, ReadOnlySpan<byte> prime2)
    {
        if (RsaPublicKey.TryCreate(modulus, publicExponent) is not { } publicKey)
        {
            return null;
        }

        var (n, e) = (publicKey.Parameters.Modulus, publicKey.Parameters.Exponent);
        var (d, p, q) = (RsaPublicKey.Unsigned(privateExponent), RsaPublicKey.Unsigned(prime1), RsaPublicKey.Unsigned(prime2));
        var (p1, q1) = (p.Subtract(BigInteger.One), q.Subtract(BigInteger.One));
        if (p1.SignValue <= 0 || q1.SignValue <= 0 || p.Equals(q) || !p.Multiply(q).Equals(n) || d.BitLength > n.BitLength
            || !p.Gcd(q).Equals(BigInteger.One))
        {
            return null;
        }

        var (dp, dq) = (d.Mod(p1), d.Mod(q1));
        return e.Multiply(dp).Mod(p1).Equals(BigInteger.One) && e.Multiply(dq).Mod(q1).Equals(BigInteger.One)
            ? new(publicKey, new RsaPrivateCrtKeyParameters(n, e, d, p, q, dp, dq, q.ModInverse(p)))
            : null;
    }

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "RsaPrivateKey(***)";
}
