using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Ssh;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Ssh;

/// <summary>
/// The outer layer of an OpenSSH private key: the public key in the clear, and the private part, which may be behind a passphrase
/// (<c>bcrypt</c>, then one of the ciphers that ssh-keygen offers).
/// </summary>
internal sealed class OpenSshContainer
{
    /// <summary>Most rounds of bcrypt that are tried: half a minute. ssh-keygen writes 16 or 24 by default.</summary>
    private const uint MaxRounds = 4096;

    private const int MaxSaltBytes = 1024;

    private OpenSshContainer(
        string cipher, string kdf, byte[] options, byte[] publicKey, ReadOnlyMemory<byte> secrets, ReadOnlyMemory<byte> rest) =>
        (Cipher, Kdf, _options, PublicKey, _secrets, _rest) = (cipher, kdf, options, publicKey, secrets, rest);

    private readonly byte[] _options;
    private readonly ReadOnlyMemory<byte> _secrets;
    private readonly ReadOnlyMemory<byte> _rest;

    /// <summary>By its name in SSH.</summary>
    public string Cipher { get; }

    /// <summary>By its name in SSH.</summary>
    public string Kdf { get; }

    /// <summary>On the wire.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Whether a passphrase is needed.</summary>
    public bool IsProtected => Cipher != "none" || Kdf != "none";

    /// <summary>The private part of a key without a passphrase, lent by the text it was read from.</summary>
    public ReadOnlySpan<byte> Secrets => _secrets.Span;

    /// <summary>Reads the layer. It refers to <paramref name="data"/>.</summary>
    /// <returns>Null when it is malformed, or holds several keys.</returns>
    public static OpenSshContainer? TryRead(ReadOnlyMemory<byte> data)
    {
        var magic = "openssh-key-v1\0"u8;
        var wire = new SshWire(data.Span.StartsWith(magic) ? data.Span[magic.Length..] : []);
        if (!wire.TryReadString(out var cipher)
            || !wire.TryReadString(out var kdf)
            || !wire.TryReadString(out var options)
            || !wire.TryReadUInt32(out var count)
            || count != 1 || !wire.TryReadString(out var publicKey) || !wire.TryReadString(out var secrets))
        {
            return null;
        }

        var rest = data[^wire.Rest.Length..];
        var inner = data.Slice(data.Length - rest.Length - secrets.Length, secrets.Length);
        return new OpenSshContainer(
            System.Text.Encoding.Latin1.GetString(cipher),
            System.Text.Encoding.Latin1.GetString(kdf),
            [.. options],
            [.. publicKey],
            inner,
            rest);
    }

    /// <summary>Opens the private part.</summary>
    /// <returns>It in a pinned array, given away; null when the passphrase is seen to be wrong. Others give noise.</returns>
    /// <exception cref="SshFormatException">A cipher that is not known, or malformed.</exception>
    public byte[]? TryDecrypt(ReadOnlySpan<byte> passphrase, CancellationToken ct)
    {
        var (keySize, nonceSize, tagSize) = Cipher switch
        {
            "aes128-ctr" or "aes128-cbc" => (16, 16, 0),
            "aes192-ctr" or "aes192-cbc" => (24, 16, 0),
            "aes256-ctr" or "aes256-cbc" => (32, 16, 0),
            "aes128-gcm@openssh.com" => (16, 12, 16),
            "aes256-gcm@openssh.com" => (32, 12, 16),
            "chacha20-poly1305@openssh.com" => (SshChaChaPoly.KeySize, 0, SshChaChaPoly.TagSize),
            _ => throw Bad($"ssh: unknown cipher {GoQuote.Format(Cipher)}"),
        };
        if (_rest.Length != tagSize || (Cipher.EndsWith("-cbc", StringComparison.Ordinal) && Secrets.Length % AesModes.BlockSize != 0))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        Span<byte> key = stackalloc byte[keySize + nonceSize];
        DeriveKey(passphrase, key, ct);
        var output = GC.AllocateUninitializedArray<byte>(Secrets.Length, pinned: true);
        var nonce = key[keySize..];
        var opened = true;
        switch (Cipher)
        {
            case "chacha20-poly1305@openssh.com":
                opened = SshChaChaPoly.TryOpen(key, Secrets, _rest.Span, output);
                break;
            case "aes128-gcm@openssh.com" or "aes256-gcm@openssh.com":
                opened = AesModes.TryOpenGcm(key[..keySize], nonce, Secrets, _rest.Span, output);
                break;
            case "aes128-ctr" or "aes192-ctr" or "aes256-ctr":
                AesModes.ApplyCounter(key[..keySize], nonce, Secrets, output);
                break;
            default:
                AesModes.DecryptCbc(key[..keySize], nonce, Secrets, output);
                break;
        }

        CryptographicOperations.ZeroMemory(key);
        return opened ? output : null;
    }

    private void DeriveKey(ReadOnlySpan<byte> passphrase, Span<byte> key, CancellationToken ct)
    {
        var wire = new SshWire(_options);
        if (Kdf != "bcrypt")
        {
            throw Bad($"ssh: unknown KDF {GoQuote.Format(Kdf)}");
        }

        if (!wire.TryReadString(out var salt)
            || !wire.TryReadUInt32(out var rounds)
            || salt.IsEmpty
            || salt.Length > MaxSaltBytes
            || rounds == 0)
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        if (rounds > MaxRounds)
        {
            throw Bad($"ssh: {rounds} rounds of bcrypt are more than {MaxRounds}");
        }

        BcryptPbkdf.DeriveKey(passphrase, salt, (int)rounds, key, ct);
    }

    private static SshFormatException Bad(string message) => new(message);
}
