using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>
/// K-PKE of FIPS 203 with the parameters of ML-KEM-768: the encryption inside the mechanism, never to be used on its own.
/// </summary>
internal static class MlKemCipher
{
    /// <summary>Length of messages and of the seeds of noise, in bytes.</summary>
    public const int MessageSize = 32;

    /// <summary>Length of an encoded vector in bytes.</summary>
    public const int VectorBytes = Rank * MlKemTransform.Size * MlKemEncoding.FullWidth / 8;

    /// <summary>Length of a public key in bytes: the vector and the seed of the matrix.</summary>
    public const int PublicKeySize = VectorBytes + MessageSize;

    /// <summary>Length of a ciphertext in bytes.</summary>
    public const int CiphertextSize = CompressedVectorBytes + (MlKemTransform.Size * MessageBits / 8);

    private const int Rank = 3;
    private const int VectorSize = Rank * MlKemTransform.Size;
    private const int VectorBits = 10;
    private const int MessageBits = 4;
    private const int CompressedVectorBytes = VectorSize * VectorBits / 8;

    /// <summary>Makes a pair of keys of the two halves of an expanded seed.</summary>
    public static void DeriveKeys(ReadOnlySpan<byte> matrixSeed, ReadOnlySpan<byte> noiseSeed, Span<byte> publicKey, Span<byte> secretKey)
    {
        Span<ushort> secret = stackalloc ushort[VectorSize];
        Span<ushort> sum = stackalloc ushort[VectorSize];
        MlKemSampling.NoiseVector(noiseSeed, 0, secret);
        MlKemSampling.NoiseVector(noiseSeed, Rank, sum);
        ForEach(secret, MlKemTransform.Forward);
        ForEach(sum, MlKemTransform.Forward);
        AddMatrixProduct(matrixSeed, transposed: false, secret, sum);
        MlKemEncoding.Write(sum, MlKemEncoding.FullWidth, publicKey);
        matrixSeed.CopyTo(publicKey[VectorBytes..]);
        MlKemEncoding.Write(secret, MlKemEncoding.FullWidth, secretKey);

        // The sum is public now, and it was the noise before.
        Wipe(secret);
    }

    /// <summary>Whether a public key has the right length and only coefficients below the modulus.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize
            && MlKemEncoding.TryRead(publicKey[..VectorBytes], MlKemEncoding.FullWidth, stackalloc ushort[VectorSize]);

    /// <summary>Encrypts; the same seed gives the same ciphertext.</summary>
    public static void Encrypt(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> seed, Span<byte> ciphertext)
    {
        Span<ushort> vector = stackalloc ushort[VectorSize];
        Span<ushort> blinding = stackalloc ushort[VectorSize];
        Span<ushort> product = stackalloc ushort[VectorSize];
        Span<ushort> noise = stackalloc ushort[VectorSize];
        MlKemEncoding.TryRead(publicKey[..VectorBytes], MlKemEncoding.FullWidth, vector);
        MlKemSampling.NoiseVector(seed, 0, blinding);
        ForEach(blinding, MlKemTransform.Forward);

        product.Clear();
        AddMatrixProduct(publicKey[VectorBytes..], transposed: true, blinding, product);
        ForEach(product, MlKemTransform.Inverse);
        MlKemSampling.NoiseVector(seed, Rank, noise);
        MlKemTransform.Add(noise, product);
        MlKemEncoding.Write(product, VectorBits, ciphertext);

        var masked = product[..MlKemTransform.Size];
        var addend = noise[..MlKemTransform.Size];
        Dot(vector, blinding, masked);
        MlKemTransform.Inverse(masked);
        MlKemSampling.Noise(seed, 2 * Rank, addend);
        MlKemTransform.Add(addend, masked);
        MlKemEncoding.TryRead(message, 1, addend);
        MlKemTransform.Add(addend, masked);
        MlKemEncoding.Write(masked, MessageBits, ciphertext[CompressedVectorBytes..]);

        Wipe(blinding);
        Wipe(product);
        Wipe(noise);
    }

    /// <summary>Decrypts: any ciphertext of the right length gives some message.</summary>
    public static void Decrypt(ReadOnlySpan<byte> secretKey, ReadOnlySpan<byte> ciphertext, Span<byte> message)
    {
        Span<ushort> secret = stackalloc ushort[VectorSize];
        Span<ushort> vector = stackalloc ushort[VectorSize];
        Span<ushort> mask = stackalloc ushort[MlKemTransform.Size];
        Span<ushort> masked = stackalloc ushort[MlKemTransform.Size];
        MlKemEncoding.TryRead(secretKey, MlKemEncoding.FullWidth, secret);
        MlKemEncoding.TryRead(ciphertext, VectorBits, vector);
        MlKemEncoding.TryRead(ciphertext[CompressedVectorBytes..], MessageBits, masked);
        ForEach(vector, MlKemTransform.Forward);
        Dot(secret, vector, mask);
        MlKemTransform.Inverse(mask);
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] = MlKemField.Subtract(masked[i], mask[i]);
        }

        MlKemEncoding.Write(masked, 1, message);
        Wipe(secret);
        Wipe(mask);
        Wipe(masked);
    }

    private static void AddMatrixProduct(ReadOnlySpan<byte> seed, bool transposed, ReadOnlySpan<ushort> vector, Span<ushort> sum)
    {
        Span<ushort> entry = stackalloc ushort[MlKemTransform.Size];
        for (byte row = 0; row < Rank; row++)
        {
            for (byte column = 0; column < Rank; column++)
            {
                MlKemSampling.Uniform(seed, transposed ? row : column, transposed ? column : row, entry);
                MlKemTransform.MultiplyAdd(entry, Part(vector, column), sum.Slice(row * MlKemTransform.Size, MlKemTransform.Size));
            }
        }
    }

    private static void Dot(ReadOnlySpan<ushort> a, ReadOnlySpan<ushort> b, Span<ushort> result)
    {
        result.Clear();
        for (var i = 0; i < Rank; i++)
        {
            MlKemTransform.MultiplyAdd(Part(a, i), Part(b, i), result);
        }
    }

    private static void ForEach(Span<ushort> vector, Action<Span<ushort>> action)
    {
        for (var at = 0; at < vector.Length; at += MlKemTransform.Size)
        {
            action(vector.Slice(at, MlKemTransform.Size));
        }
    }

    private static ReadOnlySpan<ushort> Part(ReadOnlySpan<ushort> vector, int index) =>
        vector.Slice(index * MlKemTransform.Size, MlKemTransform.Size);

    private static void Wipe(Span<ushort> values) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(values));
}
