using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// The encryption that old PEM files name in their <c>DEK-Info</c> line: a single round of MD5 over the
/// passphrase, and no way to notice a wrong one but the padding. Only for reading keys that people have.
/// </summary>
public static class LegacyPemCipher
{
    /// <summary>Bytes of the initial value that salt the key.</summary>
    private const int SaltSize = 8;

    /// <summary>Lengths of the key and of a block in bytes, or null for a cipher that is not known.</summary>
    public static (int Key, int Block)? Sizes(string cipher) => cipher switch
    {
        "AES-128-CBC" => (16, AesModes.BlockSize),
        "AES-192-CBC" => (24, AesModes.BlockSize),
        "AES-256-CBC" => (32, AesModes.BlockSize),
        "DES-EDE3-CBC" => (24, 8),
        _ => null,
    };

    /// <summary>Decrypts and takes the padding off.</summary>
    /// <param name="cipher">One that <see cref="Sizes"/> knows.</param>
    /// <param name="passphrase">The secret.</param>
    /// <param name="initialValue">One block.</param>
    /// <param name="input">At least one block, and whole ones.</param>
    /// <returns>The text in a pinned array, given away; null when the padding is wrong, as it is mostly for a wrong passphrase.</returns>
    /// <exception cref="ArgumentException">The cipher is not known, or a length is wrong.</exception>
    public static byte[]? TryDecrypt(
        string cipher, ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> initialValue, ReadOnlySpan<byte> input)
    {
        var (keySize, blockSize) = Sizes(cipher) ?? throw new ArgumentException("an unknown cipher", nameof(cipher));
        if (initialValue.Length != blockSize || input.IsEmpty || input.Length % blockSize != 0)
        {
            throw new ArgumentException("whole blocks are needed", nameof(input));
        }

        Span<byte> key = stackalloc byte[keySize];
        var padded = GC.AllocateUninitializedArray<byte>(input.Length, pinned: true);
        try
        {
            DeriveKey(passphrase, initialValue[..SaltSize], key);
            if (blockSize == AesModes.BlockSize)
            {
                AesModes.DecryptCbc(key, initialValue, input, padded);
            }
            else
            {
                DecryptTripleDes(key, initialValue, input, padded);
            }

            var padding = padded[^1];
            if (padding == 0 || padding > blockSize || padded.AsSpan(padded.Length - padding).ContainsAnyExcept(padding))
            {
                return null;
            }

            var text = GC.AllocateUninitializedArray<byte>(padded.Length - padding, pinned: true);
            padded.AsSpan(0, text.Length).CopyTo(text);
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    private static void DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, Span<byte> key)
    {
        var secret = passphrase.ToArray();
        var block = new byte[16];
        var digest = new MD5Digest();
        for (var at = 0; at < key.Length; at += block.Length)
        {
            if (at > 0)
            {
                digest.BlockUpdate(block, 0, block.Length);
            }

            digest.BlockUpdate(secret, 0, secret.Length);
            digest.BlockUpdate(salt.ToArray(), 0, salt.Length);
            digest.DoFinal(block, 0);
            block.AsSpan(0, Math.Min(block.Length, key.Length - at)).CopyTo(key[at..]);
        }

        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(block);
    }

    private static void DecryptTripleDes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialValue, ReadOnlySpan<byte> input, byte[] output)
    {
        var secret = key.ToArray();
        var cipher = new CbcBlockCipher(new DesEdeEngine());
        cipher.Init(forEncryption: false, new ParametersWithIV(new KeyParameter(secret), initialValue.ToArray()));
        var source = input.ToArray();
        for (var at = 0; at < source.Length; at += cipher.GetBlockSize())
        {
            cipher.ProcessBlock(source, at, output, at);
        }

        CryptographicOperations.ZeroMemory(secret);
    }
}
