namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>
/// Integers modulo 3329, each kept between 0 and 3328. No division and no branch: the time of a division may depend on its operands,
/// and that has given keys away.
/// </summary>
internal static class MlKemField
{
    /// <summary>The modulus q.</summary>
    public const uint Modulus = 3329;

    // 2^40 / q, rounded up. The quotient below is too large by less than value / 2^40, so it is exact while that is below 1 / q.
    private const int Scale = 40;
    private const ulong Reciprocal = ((1UL << Scale) / Modulus) + 1;

    /// <summary>The quotient by the modulus, exact for values up to 2^28.</summary>
    public static uint Divide(uint value) => (uint)((value * Reciprocal) >> Scale);

    /// <summary>The remainder, for values up to 2^28: sixteen products fit.</summary>
    public static ushort Reduce(uint value) => (ushort)(value - (Divide(value) * Modulus));

    /// <summary>The sum of two elements.</summary>
    public static ushort Add(uint a, uint b) => SubtractModulus(a + b);

    /// <summary>The difference of two elements.</summary>
    public static ushort Subtract(uint a, uint b) => SubtractModulus(a + Modulus - b);

    /// <summary>The product of two elements.</summary>
    public static ushort Multiply(uint a, uint b) => Reduce(a * b);

    /// <summary>Rounds an element to <paramref name="bits"/> bits (FIPS 203, 4.2.1).</summary>
    public static uint Compress(uint value, int bits) => Divide((value << bits) + (Modulus / 2)) & ((1U << bits) - 1);

    /// <summary>The element in the middle of those that round to the value.</summary>
    public static ushort Decompress(uint value, int bits) => (ushort)(((value * Modulus) + (1U << (bits - 1))) >> bits);

    // For values below twice the modulus: adds it back where the subtraction went below zero.
    private static ushort SubtractModulus(uint value)
    {
        var reduced = (int)(value - Modulus);
        return (ushort)(reduced + ((reduced >> 31) & (int)Modulus));
    }
}
