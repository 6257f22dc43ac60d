using System.Numerics;

namespace SecretsKit.Core.Crypto;

/// <summary>Arithmetic for <see cref="RsaPublicKey"/> and <see cref="RsaPrivateKey"/>. Nothing here runs in constant time.</summary>
internal static class RsaNumbers
{
    private const int LargestSmallPrime = 751;

    private static readonly BigInteger SmallPrimes = ProductOfSmallPrimes();

    /// <summary>Reads an unsigned big-endian number.</summary>
    public static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>Writes an unsigned big-endian number of a fixed length.</summary>
    public static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = new byte[length];
        number.TryWriteBytes(bytes.AsSpan(length - number.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }

    /// <summary>Whether an odd prime up to 751 divides the number, or it is even.</summary>
    public static bool HasSmallFactor(BigInteger number) => number.IsEven || !BigInteger.GreatestCommonDivisor(number, SmallPrimes).IsOne;

    /// <summary>The inverse for a modulus by Euclid's algorithm, or null where there is none.</summary>
    public static BigInteger? TryInvert(BigInteger number, BigInteger modulus)
    {
        var (previous, current) = (modulus, number % modulus);
        var (previousFactor, factor) = (BigInteger.Zero, BigInteger.One);
        while (!current.IsZero)
        {
            var quotient = previous / current;
            (previous, current) = (current, previous - (quotient * current));
            (previousFactor, factor) = (factor, previousFactor - (quotient * factor));
        }

        return !previous.IsOne ? null : previousFactor.Sign < 0 ? previousFactor + modulus : previousFactor;
    }

    private static BigInteger ProductOfSmallPrimes()
    {
        var product = BigInteger.One;
        for (var candidate = 3; candidate <= LargestSmallPrime; candidate += 2)
        {
            if (BigInteger.GreatestCommonDivisor(product, candidate).IsOne)
            {
                product *= candidate;
            }
        }

        return product;
    }
}
