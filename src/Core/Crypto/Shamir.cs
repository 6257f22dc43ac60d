using System.Security.Cryptography;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Shamir's secret sharing over GF(2^8), byte by byte (spec sops.md 7.2). A share is the values at one point followed by that point,
/// so it is one byte longer than the secret.
/// </summary>
public static class Shamir
{
    /// <summary>Most parts, and so the highest threshold.</summary>
    public const int MaxParts = 255;

    /// <summary>Fewest parts and the lowest threshold.</summary>
    public const int MinParts = 2;

    /// <summary>Splits a secret so that any <paramref name="threshold"/> of the shares rebuild it and fewer tell nothing.</summary>
    /// <param name="secret">At least one byte; lent.</param>
    /// <param name="parts">Number of shares, <paramref name="threshold"/> to 255.</param>
    /// <param name="threshold">Shares needed, 2 to 255.</param>
    /// <param name="random">Source of the coefficients, asked once for each byte of the secret.</param>
    /// <returns>Share i is taken at the point i + 1. Pinned arrays that the caller owns and wipes.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.KeyWrapFailed"/>: a limit is not kept. The message is the reference tool's.
    /// </exception>
    public static byte[][] Split(ReadOnlySpan<byte> secret, int parts, int threshold, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Check(secret, parts, threshold);
        var shares = new byte[parts][];
        for (var i = 0; i < parts; i++)
        {
            shares[i] = GC.AllocateUninitializedArray<byte>(secret.Length + 1, pinned: true);
            shares[i][^1] = (byte)(i + 1);
        }

        Span<byte> coefficients = stackalloc byte[threshold - 1];
        try
        {
            for (var position = 0; position < secret.Length; position++)
            {
                random(coefficients);
                foreach (var share in shares)
                {
                    share[position] = Evaluate(secret[position], coefficients, share[^1]);
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(coefficients);
        }

        return shares;
    }

    /// <summary>
    /// Rebuilds a secret from at least as many shares as its threshold. With too few, or foreign, shares the result is noise.
    /// </summary>
    /// <param name="shares">All shares at hand, at least two; lent.</param>
    /// <returns>A pinned array that the caller owns and wipes.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.KeyUnrecoverable"/>: the shares cannot belong together. The message is the reference tool's.
    /// </exception>
    public static byte[] Combine(IReadOnlyList<ReadOnlyMemory<byte>> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        Check(shares);
        var secret = GC.AllocateArray<byte>(shares[0].Length - 1, pinned: true);
        foreach (var share in shares)
        {
            var weight = WeightAtZero(share.Span[^1], shares);
            for (var position = 0; position < secret.Length; position++)
            {
                secret[position] ^= GaloisField.Multiply(share.Span[position], weight);
            }
        }

        return secret;
    }

    private static byte Evaluate(byte constant, ReadOnlySpan<byte> coefficients, byte point)
    {
        byte value = 0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            value = GaloisField.Multiply((byte)(value ^ coefficients[i]), point);
        }

        return (byte)(value ^ constant);
    }

    // Lagrange's basis polynomial of this point at zero; subtraction is exclusive or.
    private static byte WeightAtZero(byte point, IReadOnlyList<ReadOnlyMemory<byte>> shares)
    {
        byte weight = 1;
        foreach (var share in shares)
        {
            var other = share.Span[^1];
            if (other != point)
            {
                weight = GaloisField.Multiply(weight, GaloisField.Multiply(other, GaloisField.Invert((byte)(other ^ point))));
            }
        }

        return weight;
    }

    private static void Check(ReadOnlySpan<byte> secret, int parts, int threshold)
    {
        var problem = (parts, threshold) switch
        {
            _ when parts < threshold => "parts cannot be less than threshold",
            ( > MaxParts, _) => "parts cannot exceed 255",
            (_, < MinParts) => "threshold must be at least 2",
            _ when secret.IsEmpty => "cannot split an empty secret",
            _ => null,
        };
        if (problem is not null)
        {
            throw new SecretsKitException(ErrorCode.KeyWrapFailed, problem);
        }
    }

    private static void Check(IReadOnlyList<ReadOnlyMemory<byte>> shares)
    {
        if (Problem(shares) is { } problem)
        {
            throw new SecretsKitException(ErrorCode.KeyUnrecoverable, problem);
        }
    }

    private static string? Problem(IReadOnlyList<ReadOnlyMemory<byte>> shares)
    {
        if (shares.Count < MinParts)
        {
            return "less than two parts cannot be used to reconstruct the secret";
        }

        var length = shares[0].Length;
        if (length < 2)
        {
            return "parts must be at least two bytes";
        }

        if (shares.Any(share => share.Length != length))
        {
            return "all parts must be the same length";
        }

        return shares.DistinctBy(share => share.Span[^1]).Count() < shares.Count ? "duplicate part detected" : null;
    }
}
