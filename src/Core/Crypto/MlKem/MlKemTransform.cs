namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>
/// The number-theoretic transform of polynomials with 256 coefficients, and products between transformed ones (FIPS 203, 4.3).
/// </summary>
internal static class MlKemTransform
{
    /// <summary>Coefficients of a polynomial.</summary>
    public const int Size = 256;

    private const ushort InverseOf128 = 3303;

    // Powers of the root 17: exponents in the order in which the butterflies need them, and those of the moduli of the 128 small products.
    private static readonly ushort[] Zetas = [.. Enumerable.Range(0, 128).Select(static i => Power(ReverseBits(i)))];
    private static readonly ushort[] Gammas = [.. Enumerable.Range(0, 128).Select(static i => Power((2 * ReverseBits(i)) + 1))];

    /// <summary>Transforms in place.</summary>
    public static void Forward(Span<ushort> polynomial)
    {
        var next = 1;
        for (var length = Size / 2; length >= 2; length /= 2)
        {
            for (var start = 0; start < Size; start += 2 * length)
            {
                var zeta = Zetas[next++];
                var low = polynomial.Slice(start, length);
                var high = polynomial.Slice(start + length, length);
                for (var i = 0; i < low.Length; i++)
                {
                    var product = MlKemField.Multiply(zeta, high[i]);
                    high[i] = MlKemField.Subtract(low[i], product);
                    low[i] = MlKemField.Add(low[i], product);
                }
            }
        }
    }

    /// <summary>Transforms back in place.</summary>
    public static void Inverse(Span<ushort> polynomial)
    {
        var next = Zetas.Length - 1;
        for (var length = 2; length <= Size / 2; length *= 2)
        {
            for (var start = 0; start < Size; start += 2 * length)
            {
                var zeta = Zetas[next--];
                var low = polynomial.Slice(start, length);
                var high = polynomial.Slice(start + length, length);
                for (var i = 0; i < low.Length; i++)
                {
                    var difference = MlKemField.Subtract(high[i], low[i]);
                    low[i] = MlKemField.Add(low[i], high[i]);
                    high[i] = MlKemField.Multiply(zeta, difference);
                }
            }
        }

        foreach (ref var coefficient in polynomial)
        {
            coefficient = MlKemField.Multiply(coefficient, InverseOf128);
        }
    }

    /// <summary>Adds the product of two transformed polynomials to <paramref name="sum"/>.</summary>
    public static void MultiplyAdd(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, Span<ushort> sum)
    {
        for (var i = 0; i < Gammas.Length; i++)
        {
            var (even, odd) = (2 * i, (2 * i) + 1);
            uint a0 = a[even], a1 = a[odd], b0 = b[even], b1 = b[odd];
            sum[even] = MlKemField.Reduce(sum[even] + (a0 * b0) + ((uint)MlKemField.Multiply(a1, b1) * Gammas[i]));
            sum[odd] = MlKemField.Reduce(sum[odd] + (a0 * b1) + (a1 * b0));
        }
    }

    /// <summary>Adds a polynomial, transformed or not.</summary>
    public static void Add(ReadOnlySpan<ushort> addend, Span<ushort> sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = MlKemField.Add(sum[i], addend[i]);
        }
    }

    private static ushort Power(int exponent)
    {
        ushort result = 1;
        for (var i = 0; i < exponent; i++)
        {
            result = MlKemField.Multiply(result, 17);
        }

        return result;
    }

    private static int ReverseBits(int value)
    {
        var reversed = 0;
        for (var bit = 0; bit < 7; bit++)
        {
            reversed = (reversed << 1) | ((value >> bit) & 1);
        }

        return reversed;
    }
}
