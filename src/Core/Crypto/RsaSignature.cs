using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// RSA signatures with PKCS #1 version 1.5 padding and SHA-512 (RFC 8017, 8.2), which SSH calls <c>rsa-sha2-512</c>. A signature is checked
/// by building the padded hash anew and comparing all of it, so that there is no padding to parse.
/// </summary>
public static class RsaSignature
{
    // The DER prefix of a DigestInfo with SHA-512 (RFC 8017, 9.2, note 1).
    private static ReadOnlySpan<byte> DigestPrefix =>
        [0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40];

    /// <summary>Signs a message.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="message">The message itself, not a hash of it.</param>
    /// <param name="random">Blinds the operation.</param>
    /// <returns>As many bytes as the modulus has.</returns>
    /// <exception cref="CryptographicException">The computation went wrong; nothing of it is given away.</exception>
    public static byte[] Sign(RsaPrivateKey key, ReadOnlySpan<byte> message, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(random);
        return RsaNumbers.Bytes(key.Raise(RsaNumbers.Read(Encode(message, key.PublicKey.Size)), random), key.PublicKey.Size);
    }

    /// <summary>Whether a signature is that of a message under a public key. It must have exactly as many bytes as the modulus.</summary>
    public static bool Verify(RsaPublicKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (signature.Length != key.Size)
        {
            return false;
        }

        var number = RsaNumbers.Read(signature);
        return number < key.Modulus && RsaNumbers.Bytes(key.Raise(number), key.Size).AsSpan().SequenceEqual(Encode(message, key.Size));
    }

    // 0, 1, as many 255 as fit, 0, the hash with its prefix. Moduli are long enough (RsaPublicKey.MinBits).
    private static byte[] Encode(ReadOnlySpan<byte> message, int size)
    {
        var block = new byte[size];
        var hashStart = size - Sha512Hasher.Size;
        var prefixStart = hashStart - DigestPrefix.Length;
        block[1] = 1;
        block.AsSpan(2, prefixStart - 3).Fill(0xff);
        DigestPrefix.CopyTo(block.AsSpan(prefixStart));
        Sha512Hasher.Hash(message, block.AsSpan(hashStart));
        return block;
    }
}
