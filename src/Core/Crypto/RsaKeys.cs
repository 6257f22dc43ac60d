using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>An RSA public key. Immutable.</summary>
public sealed class RsaPublicKey
{
    /// <summary>Shortest modulus that is accepted, in bits.</summary>
    public const int MinBits = 2048;

    /// <summary>Longest modulus that is accepted, in bits; bounds what an untrusted key may cost.</summary>
    public const int MaxBits = 16_384;

    private RsaPublicKey(BigInteger modulus, BigInteger exponent) => (Modulus, Exponent) = (modulus, exponent);

    /// <summary>Length of the modulus and of a ciphertext in bytes.</summary>
    public int Size => Modulus.GetByteCount(isUnsigned: true);

    internal BigInteger Modulus { get; }

    internal BigInteger Exponent { get; }

    /// <summary>Makes a key of unsigned big-endian numbers.</summary>
    /// <returns>Null when the modulus is out of range or has a small factor, or the exponent is even, below 3 or above 2^31 - 1.</returns>
    public static RsaPublicKey? TryCreate(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var n = RsaNumbers.Read(modulus);
        var e = RsaNumbers.Read(exponent);
        return n.GetBitLength() is < MinBits or > MaxBits || e.GetBitLength() is < 2 or > 31 || e.IsEven || RsaNumbers.HasSmallFactor(n)
            ? null
            : new(n, e);
    }

    /// <summary>The bare public operation on a number below the modulus.</summary>
    internal BigInteger Raise(BigInteger number) => BigInteger.ModPow(number, Exponent, Modulus);
}

/// <summary>
/// An RSA private key. Immutable. Its numbers live in the big-integer type of the platform, which cannot be wiped:
/// keep it no longer than needed.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class RsaPrivateKey
{
    private readonly BigInteger _prime1;
    private readonly BigInteger _prime2;
    private readonly BigInteger _exponent1;
    private readonly BigInteger _exponent2;
    private readonly BigInteger _coefficient;

    private RsaPrivateKey(
        RsaPublicKey publicKey,
        (BigInteger First, BigInteger Second) primes,
        (BigInteger First, BigInteger Second) exponents,
        BigInteger coefficient)
    {
        PublicKey = publicKey;
        (_prime1, _prime2) = primes;
        (_exponent1, _exponent2) = exponents;
        _coefficient = coefficient;
    }

    /// <summary>The public half.</summary>
    public RsaPublicKey PublicKey { get; }

    /// <summary>Makes a key of unsigned big-endian numbers and checks that they belong together.</summary>
    /// <returns>Null when they do not, or the key is no acceptable <see cref="RsaPublicKey"/>.</returns>
    public static RsaPrivateKey? TryCreate(
        ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> publicExponent, ReadOnlySpan<byte> privateExponent, ReadOnlySpan<byte> prime1,
            ReadOnlySpan<byte> prime2)
    {
        if (RsaPublicKey.TryCreate(modulus, publicExponent) is not { } publicKey)
        {
            return null;
        }

        var (n, e) = (publicKey.Modulus, publicKey.Exponent);
        var (d, p, q) = (RsaNumbers.Read(privateExponent), RsaNumbers.Read(prime1), RsaNumbers.Read(prime2));
        if (p <= BigInteger.One
            || q <= BigInteger.One
            || p * q != n
            || d.GetBitLength() > n.GetBitLength()
            || RsaNumbers.TryInvert(q, p) is not { } coefficient)
        {
            return null;
        }

        var (dp, dq) = (d % (p - 1), d % (q - 1));
        return (e * dp % (p - 1)).IsOne && (e * dq % (q - 1)).IsOne ? new(publicKey, (p, q), (dp, dq), coefficient) : null;
    }

    /// <summary>
    /// The bare private operation on a number below the modulus, blinded: what is computed with the secret exponent is unknown to whoever
    /// chose the number. A result that does not lead back to the number is withheld, because one wrong half gives the factors away.
    /// </summary>
    /// <exception cref="CryptographicException">The computation went wrong.</exception>
    internal BigInteger Raise(BigInteger number, RandomFill random)
    {
        var modulus = PublicKey.Modulus;
        var (factor, inverse) = BlindingFactor(random);
        var blinded = PublicKey.Raise(factor) * number % modulus;
        var first = BigInteger.ModPow(blinded, _exponent1, _prime1);
        var second = BigInteger.ModPow(blinded, _exponent2, _prime2);
        var difference = (first - second) % _prime1;
        var quotient = _coefficient * (difference.Sign < 0 ? difference + _prime1 : difference) % _prime1;
        var result = (second + (quotient * _prime2)) * inverse % modulus;
        return PublicKey.Raise(result) == number ? result : throw new CryptographicException("the RSA operation failed its check");
    }

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "RsaPrivateKey(***)";

    // Nearly every number below the modulus has an inverse; one of two to 256 tries is below the modulus.
    private (BigInteger Factor, BigInteger Inverse) BlindingFactor(RandomFill random)
    {
        var bytes = new byte[PublicKey.Size];
        try
        {
            while (true)
            {
                random(bytes);
                var factor = RsaNumbers.Read(bytes);
                if (factor < PublicKey.Modulus && RsaNumbers.TryInvert(factor, PublicKey.Modulus) is { } inverse)
                {
                    return (factor, inverse);
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
