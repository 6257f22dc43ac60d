using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>Polynomials made of seeds (FIPS 203, 4.2.2).</summary>
internal static class MlKemSampling
{
    // Three bytes hold two candidates, and the block size of SHAKE-128 is a multiple of three.
    private const int BlockSize = 168;
    private const int NoiseSize = 128;

    /// <summary>One entry of the public matrix, uniform and already transformed. Its time depends on the seed, which is public.</summary>
    public static void Uniform(ReadOnlySpan<byte> seed, byte first, byte second, Span<ushort> polynomial)
    {
        using var sponge = KeccakSponge.CreateShake128();
        sponge.Absorb(seed);
        sponge.Absorb([first, second]);
        Span<byte> block = stackalloc byte[BlockSize];
        var count = 0;
        while (count < polynomial.Length)
        {
            sponge.Squeeze(block);
            for (var i = 0; i < block.Length && count < polynomial.Length; i += 3)
            {
                var low = block[i] | ((block[i + 1] & 0x0F) << 8);
                var high = (block[i + 1] >> 4) | (block[i + 2] << 4);
                if (low < MlKemField.Modulus)
                {
                    polynomial[count++] = (ushort)low;
                }

                if (high < MlKemField.Modulus && count < polynomial.Length)
                {
                    polynomial[count++] = (ushort)high;
                }
            }
        }
    }

    /// <summary>Secret noise between -2 and 2: the number of ones among two bits less that among two others.</summary>
    public static void Noise(ReadOnlySpan<byte> seed, byte number, Span<ushort> polynomial)
    {
        Span<byte> bytes = stackalloc byte[NoiseSize];
        KeccakSponge.Shake256(seed, [number], bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            uint bits = bytes[i];
            var pairs = (bits & 0x55) + ((bits >> 1) & 0x55);
            polynomial[2 * i] = MlKemField.Subtract(pairs & 3, (pairs >> 2) & 3);
            polynomial[(2 * i) + 1] = MlKemField.Subtract((pairs >> 4) & 3, pairs >> 6);
        }

        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>Noise for several polynomials, numbered from <paramref name="number"/>.</summary>
    public static void NoiseVector(ReadOnlySpan<byte> seed, byte number, Span<ushort> vector)
    {
        for (; !vector.IsEmpty; vector = vector[MlKemTransform.Size..])
        {
            Noise(seed, number++, vector[..MlKemTransform.Size]);
        }
    }
}
