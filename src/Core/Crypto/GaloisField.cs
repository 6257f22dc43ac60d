namespace SecretsKit.Core.Crypto;

/// <summary>
/// Arithmetic of GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. No tables and no branches on the operands: shares are secret, and a lookup
/// would tell the cache which ones.
/// </summary>
internal static class GaloisField
{
    private const int Reduction = 0x1B;

    public static byte Multiply(byte left, byte right)
    {
        int product = 0, factor = left;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= factor & -((right >> bit) & 1);
            factor = (factor << 1) ^ (Reduction & -((factor >> 7) & 1));
            factor &= 0xFF;
        }

        return (byte)product;
    }

    /// <summary>The reciprocal; 0 for 0.</summary>
    public static byte Invert(byte value)
    {
        // The multiplicative group has 255 elements, so the power 254 is the reciprocal.
        var square = Multiply(value, value);
        var result = square;
        for (var i = 0; i < 6; i++)
        {
            square = Multiply(square, square);
            result = Multiply(result, square);
        }

        return result;
    }
}
