using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// The <c>chacha20-poly1305@openssh.com</c> of OpenSSH, as it is in key files: sequence number
/// 0, nothing beside the text. The tag covers the bare ciphertext, unlike that of RFC 8439.
/// </summary>
public static class SshChaChaPoly
{
    /// <summary>Length of a key in bytes: one for the text and, unused in files, one for lengths.</summary>
    public const int KeySize = 64;

    /// <summary>Length of a tag in bytes.</summary>
    public const int TagSize = 16;

    /// <summary>Decrypts and checks the tag.</summary>
    /// <param name="key">64 bytes.</param>
    /// <param name="input">The ciphertext.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="output">As long as the ciphertext; untouched when the result is false.</param>
    /// <returns>Whether the tag is right.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> tag, Span<byte> output)
    {
        const int StreamBlock = 64;
        var secret = key[..32].ToArray();
        var first = new byte[StreamBlock];
        var text = input.ToArray();
        var plain = new byte[text.Length];
        try
        {
            var stream = new ChaChaEngine();
            stream.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(secret), new byte[8]));

            // The first block of the stream keys the tag; what is left of it is thrown away.
            stream.ProcessBytes(first, 0, first.Length, first, 0);
            var mac = new Poly1305();
            mac.Init(new KeyParameter(first, 0, 32));
            mac.BlockUpdate(text, 0, text.Length);
            var expected = new byte[TagSize];
            mac.DoFinal(expected, 0);
            if (!CryptographicOperations.FixedTimeEquals(expected, tag))
            {
                return false;
            }

            stream.ProcessBytes(text, 0, text.Length, plain, 0);
            plain.CopyTo(output);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
