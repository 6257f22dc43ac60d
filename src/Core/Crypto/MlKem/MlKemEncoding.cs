namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>Polynomials and vectors as bytes: numbers of equal width, lowest bit first (FIPS 203, 4.2.1).</summary>
internal static class MlKemEncoding
{
    /// <summary>Width of a coefficient that is not compressed.</summary>
    public const int FullWidth = 12;

    /// <summary>Writes coefficients; with fewer than <see cref="FullWidth"/> bits they are compressed first.</summary>
    public static void Write(ReadOnlySpan<ushort> coefficients, int bits, Span<byte> output)
    {
        var (pending, count, at) = (0u, 0, 0);
        foreach (var coefficient in coefficients)
        {
            var value = bits == FullWidth ? coefficient : MlKemField.Compress(coefficient, bits);
            pending |= value << count;
            for (count += bits; count >= 8; count -= 8)
            {
                output[at++] = (byte)pending;
                pending >>= 8;
            }
        }
    }

    /// <summary>Reads coefficients; with fewer than <see cref="FullWidth"/> bits they are decompressed.</summary>
    /// <returns>Whether all are below the modulus; else the result must not be used.</returns>
    public static bool TryRead(ReadOnlySpan<byte> input, int bits, Span<ushort> coefficients)
    {
        var (pending, count, at) = (0u, 0, 0);
        var allBelow = -1;
        for (var i = 0; i < coefficients.Length; i++)
        {
            for (; count < bits; count += 8)
            {
                pending |= (uint)input[at++] << count;
            }

            var value = pending & ((1u << bits) - 1);
            pending >>= bits;
            count -= bits;
            coefficients[i] = bits == FullWidth ? (ushort)value : MlKemField.Decompress(value, bits);
            allBelow &= coefficients[i] - (int)MlKemField.Modulus;
        }

        return allBelow < 0;
    }
}
