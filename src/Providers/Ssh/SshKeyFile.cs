using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Ssh;

/// <summary>
/// A file with an SSH private key: OpenSSH's own format, PKCS #1 or PKCS #8, all in PEM. Error texts
/// never hold the key's. What was read is either the key, given away, or as much as can be known of a key behind a passphrase.
/// </summary>
internal sealed class SshKeyFile
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string Ed25519Oid = "1.3.101.112";

    private SshKeyFile(SshPrivateKey? key, SshPublicKey? publicKey) => (Key, PublicKey) = (key, publicKey);

    /// <summary>The key, given away; null for one behind a passphrase.</summary>
    public SshPrivateKey? Key { get; }

    /// <summary>The public half of a key behind a passphrase, where the file has it in the clear.</summary>
    public SshPublicKey? PublicKey { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <exception cref="SshFormatException">Malformed, or neither RSA nor Ed25519.</exception>
    public static SshKeyFile Read(ReadOnlySpan<byte> text) => Guard(text, block => block switch
    {
        { IsEncrypted: true } => new SshKeyFile(null, null),
        { Label: "OPENSSH PRIVATE KEY" } => ReadContainer(block) is { IsProtected: true } container
            ? new(null, SshPublicKey.Parse(container.PublicKey))
            : new(ParseSecrets(ReadContainer(block).Secrets), null),
        { Label: "ENCRYPTED PRIVATE KEY" } => throw new SshFormatException("ssh: unsupported key type \"ENCRYPTED PRIVATE KEY\"")
        {
            Hint = "'ssh-keygen -p -f FILE' writes the key in OpenSSH's own format",
        },
        _ => new(ParseClear(block.Label, block.Content), null),
    });

    /// <summary>Opens a key behind a passphrase.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="passphrase">Lent for the call.</param>
    /// <param name="ct">Ends the derivation of the key.</param>
    /// <returns>The key, given away; null when the passphrase is wrong.</returns>
    /// <exception cref="SshFormatException">Malformed, or neither RSA nor Ed25519.</exception>
    public static SshPrivateKey? Unlock(ReadOnlySpan<byte> text, SecretBytes passphrase, CancellationToken ct) => Guard(text, block =>
    {
        byte[]? secrets = null;
        try
        {
            if (!block.IsEncrypted)
            {
                secrets = ReadContainer(block).TryDecrypt(passphrase.Span, ct);
                return secrets is null || !ChecksAgree(secrets) ? null : ParseSecrets(secrets);
            }

            secrets = DecryptLegacy(block, passphrase);
            return secrets is null ? null : ParseClear(block.Label, secrets);
        }
        catch (AsnContentException)
        {
            // The padding was right by chance.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secrets);
        }
    });

    private static T Guard<T>(ReadOnlySpan<byte> text, Func<PemBlock, T> parse)
    {
        using var block = PemBlock.Find(text) ?? throw Bad("ssh: no key found");
        try
        {
            return parse(block);
        }
        catch (AsnContentException)
        {
            throw Bad("ssh: malformed private key");
        }
    }

    private static SshPrivateKey ParseClear(string label, ReadOnlyMemory<byte> content) => label switch
    {
        "RSA PRIVATE KEY" => ParsePkcs1(content),
        "PRIVATE KEY" => ParsePkcs8(content),
        "EC PRIVATE KEY" or "DSA PRIVATE KEY" => throw Bad("unsupported SSH identity type"),
        _ => throw Bad($"ssh: unsupported key type {GoQuote.Format(label)}"),
    };

    private static byte[]? DecryptLegacy(PemBlock block, SecretBytes passphrase)
    {
        var (cipher, hexadecimal) = block.CipherHeader.Split(',') is [var name, var value] ? (name, value) : ("", "");
        if (LegacyPemCipher.Sizes(cipher) is not { } sizes)
        {
            throw Bad($"ssh: unknown cipher {GoQuote.Format(cipher)}");
        }

        var initialValue = new byte[sizes.Block];
        return hexadecimal.Length == 2 * sizes.Block
            && Convert.FromHexString(hexadecimal, initialValue, out _, out _) == OperationStatus.Done
            && !block.Content.IsEmpty && block.Content.Length % sizes.Block == 0
                ? LegacyPemCipher.TryDecrypt(cipher, passphrase.Span, initialValue, block.Content.Span)
                : throw Bad("ssh: malformed private key");
    }

    private static OpenSshContainer ReadContainer(PemBlock block) =>
        OpenSshContainer.TryRead(block.Content) ?? throw Bad("ssh: malformed OpenSSH key");

    /// <summary>Two equal words tell that the passphrase was right.</summary>
    private static bool ChecksAgree(ReadOnlySpan<byte> secrets)
    {
        var wire = new SshWire(secrets);
        return wire.TryReadUInt32(out var check1) && wire.TryReadUInt32(out var check2) && check1 == check2;
    }

    private static SshPrivateKey ParseSecrets(ReadOnlySpan<byte> secrets)
    {
        var inner = new SshWire(secrets);
        if (!ChecksAgree(secrets) || !inner.TryReadUInt32(out _) || !inner.TryReadUInt32(out _) || !inner.TryReadString(out var type))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        return type.SequenceEqual("ssh-ed25519"u8) ? ReadEd25519(ref inner)
            : type.SequenceEqual("ssh-rsa"u8) ? ReadRsa(ref inner)
            : throw Bad("unsupported SSH identity type");
    }

    private static SshPrivateKey ReadEd25519(ref SshWire wire)
    {
        if (!wire.TryReadString(out var publicKey)
            || !wire.TryReadString(out var pair)
            || pair.Length != 2 * Ed25519Conversion.Size
            || !EndsWell(ref wire))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        return SshPrivateKey.OfEd25519(pair[..Ed25519Conversion.Size], SshPublicKey.OfEd25519(publicKey));
    }

    private static SshPrivateKey ReadRsa(ref SshWire wire) =>
        wire.TryReadNumber(out var n) && wire.TryReadNumber(out var e) && wire.TryReadNumber(out var d) && wire.TryReadNumber(out _)
        && wire.TryReadNumber(out var p) && wire.TryReadNumber(out var q) && EndsWell(ref wire)
            ? Rsa(n, e, d, p, q)
            : throw Bad("ssh: malformed OpenSSH key");

    /// <summary>A comment, and padding that counts from 1.</summary>
    private static bool EndsWell(ref SshWire wire)
    {
        if (!wire.TryReadString(out _))
        {
            return false;
        }

        for (var i = 0; i < wire.Rest.Length; i++)
        {
            if (wire.Rest[i] != (byte)(i + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static SshPrivateKey ParsePkcs1(ReadOnlyMemory<byte> data)
    {
        var key = new AsnReader(data, AsnEncodingRules.DER).ReadSequence();
        if (!key.TryReadInt32(out var version) || version != 0)
        {
            throw Bad("ssh: malformed private key");
        }

        var (n, e, d) = (key.ReadIntegerBytes(), key.ReadIntegerBytes(), key.ReadIntegerBytes());
        var (p, q) = (key.ReadIntegerBytes(), key.ReadIntegerBytes());
        return Rsa(n.Span.TrimStart((byte)0), e.Span.TrimStart((byte)0), d.Span, p.Span, q.Span);
    }

    private static SshPrivateKey ParsePkcs8(ReadOnlyMemory<byte> data)
    {
        var info = new AsnReader(data, AsnEncodingRules.DER).ReadSequence();
        info.ReadIntegerBytes();
        var algorithm = info.ReadSequence().ReadObjectIdentifier();
        var content = info.ReadOctetString();
        try
        {
            switch (algorithm)
            {
                case RsaOid:
                    return ParsePkcs1(content);
                case Ed25519Oid:
                    var seed = new AsnReader(content, AsnEncodingRules.DER).ReadOctetString();
                    if (seed.Length != Ed25519Conversion.Size)
                    {
                        throw Bad("ssh: malformed private key");
                    }

                    var key = SshPrivateKey.OfEd25519(seed, SshPublicKey.OfEd25519(Ed25519Conversion.DerivePublicKey(seed)));
                    CryptographicOperations.ZeroMemory(seed);
                    return key;
                default:
                    throw Bad("unsupported SSH identity type");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static SshPrivateKey Rsa(
        ReadOnlySpan<byte> n, ReadOnlySpan<byte> e, ReadOnlySpan<byte> d, ReadOnlySpan<byte> p, ReadOnlySpan<byte> q)
    {
        var publicKey = SshPublicKey.OfRsa(n, e);
        return RsaPrivateKey.TryCreate(n, e, d, p, q) is { } key
            ? SshPrivateKey.OfRsa(key, publicKey)
            : throw Bad("ssh: invalid RSA private key");
    }

    private static SshFormatException Bad(string message) => new(message);
}
