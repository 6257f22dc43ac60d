using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>AES in the modes of protected key files. GCM alone notices a wrong key.</summary>
public static class AesModes
{
    /// <summary>Length of a block and of an initial value in bytes.</summary>
    public const int BlockSize = 16;

    /// <summary>Decrypts cipher block chaining, with the padding left on.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="initialValue">16 bytes.</param>
    /// <param name="input">Whole blocks.</param>
    /// <param name="output">As long as the input.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void DecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialValue, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using var aes = Create(key, initialValue);
        if (input.Length % BlockSize != 0)
        {
            throw new ArgumentException("whole blocks are needed", nameof(input));
        }

        aes.DecryptCbc(input, initialValue, output, PaddingMode.None);
    }

    /// <summary>Encrypts with cipher block chaining; the caller has padded.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="initialValue">16 bytes.</param>
    /// <param name="input">Whole blocks.</param>
    /// <param name="output">As long as the input.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialValue, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using var aes = Create(key, initialValue);
        if (input.Length % BlockSize != 0)
        {
            throw new ArgumentException("whole blocks are needed", nameof(input));
        }

        aes.EncryptCbc(input, initialValue, output, PaddingMode.None);
    }

    /// <summary>Encrypts or decrypts in counter mode; the counter is the whole initial value, big-endian.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="initialValue">16 bytes.</param>
    /// <param name="input">Any length.</param>
    /// <param name="output">As long as the input.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void ApplyCounter(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialValue, ReadOnlySpan<byte> input, Span<byte> output)
    {
        using var aes = Create(key, initialValue);
        Span<byte> stream = stackalloc byte[BlockSize];
        Span<byte> block = stackalloc byte[BlockSize];
        var counter = BinaryPrimitives.ReadUInt128BigEndian(initialValue);
        for (var at = 0; at < input.Length; at += BlockSize, counter++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(block, counter);
            aes.EncryptEcb(block, stream, PaddingMode.None);
            for (var i = 0; i < BlockSize && at + i < input.Length; i++)
            {
                output[at + i] = (byte)(input[at + i] ^ stream[i]);
            }
        }

        CryptographicOperations.ZeroMemory(stream);
    }

    /// <summary>Decrypts Galois counter mode and checks the tag.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="input">Any length.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="output">As long as the input; zero when the result is false.</param>
    /// <returns>Whether the tag is right.</returns>
    public static bool TryOpenGcm(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        using var cipher = new AesGcm(key, BlockSize);
        try
        {
            cipher.Decrypt(nonce, input, tag, output);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            output.Clear();
            return false;
        }
    }

    private static Aes Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialValue)
    {
        if (initialValue.Length != BlockSize)
        {
            throw new ArgumentException("an initial value has 16 bytes", nameof(initialValue));
        }

        var bytes = key.ToArray();
        var aes = Aes.Create();
        aes.Key = bytes;
        CryptographicOperations.ZeroMemory(bytes);
        return aes;
    }
}
