using System.Buffers;
using System.Formats.Asn1;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>Parses SSH private keys: OpenSSH's own format, PKCS #1 and PKCS #8, all in PEM. Error texts never hold the key's.</summary>
internal static class SshPrivateKeys
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string Ed25519Oid = "1.3.101.112";

    /// <summary>Parses a key that is not behind a passphrase.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="random">Blinds the operations of RSA keys.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity Parse(ReadOnlySpan<byte> text, RandomFill random) =>
        Parse(text, random, static (_, _) => throw Bad("ssh: this private key is passphrase protected"));

    /// <summary>Parses a key.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="random">Blinds the operations of RSA keys.</param>
    /// <param name="protect">What stands for a key behind a passphrase, given its block and, where the file tells it, its public key.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity Parse(ReadOnlySpan<byte> text, RandomFill random, Func<PemBlock, SshPublicKey?, AgeIdentity> protect) => Guard(text, block => block switch
    {
        { IsEncrypted: true } => protect(block, null),
        { Label: "OPENSSH PRIVATE KEY" } => ReadContainer(block) is { IsProtected: true } container
            ? protect(block, SshPublicKey.Parse(container.PublicKey))
            : ParseSecrets(ReadContainer(block).Secrets, random),
        { Label: "ENCRYPTED PRIVATE KEY" } => throw new AgeException(AgeFailure.Identity, "ssh: unsupported key type \"ENCRYPTED PRIVATE KEY\"")
        {
            Hint = "'ssh-keygen -p -f FILE' writes the key in OpenSSH's own format",
        },
        _ => ParseClear(block.Label, block.Content, random),
    });

    /// <summary>Parses a key behind a passphrase.</summary>
    /// <returns>The identity, given away; null when the passphrase is wrong.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity? Unlock(ReadOnlySpan<byte> text, SecretBytes passphrase, RandomFill random, CancellationToken ct) => Guard(text, block =>
    {
        byte[]? secrets = null;
        try
        {
            if (!block.IsEncrypted)
            {
                secrets = ReadContainer(block).TryDecrypt(passphrase.Span, ct);
                return secrets is null || !ChecksAgree(secrets) ? null : ParseSecrets(secrets, random);
            }

            secrets = DecryptLegacy(block, passphrase);
            return secrets is null ? null : ParseClear(block.Label, secrets, random);
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
        catch (AgeException e) when (e.Failure == AgeFailure.Recipient)
        {
            throw Bad(e.Message);
        }
    }

    private static AgeIdentity ParseClear(string label, ReadOnlyMemory<byte> content, RandomFill random) => label switch
    {
        "RSA PRIVATE KEY" => ParsePkcs1(content, random),
        "PRIVATE KEY" => ParsePkcs8(content, random),
        "EC PRIVATE KEY" or "DSA PRIVATE KEY" => throw Bad("unsupported SSH identity type"),
        _ => throw Bad($"ssh: unsupported key type {Format.Quoted.Of(label)}"),
    };

    private static byte[]? DecryptLegacy(PemBlock block, SecretBytes passphrase)
    {
        var (cipher, hexadecimal) = block.CipherHeader.Split(',') is [var name, var value] ? (name, value) : ("", "");
        if (LegacyPemCipher.Sizes(cipher) is not { } sizes)
        {
            throw Bad($"ssh: unknown cipher {Format.Quoted.Of(cipher)}");
        }

        var initialValue = new byte[sizes.Block];
        return hexadecimal.Length == 2 * sizes.Block && Convert.FromHexString(hexadecimal, initialValue, out _, out _) == OperationStatus.Done
            && !block.Content.IsEmpty && block.Content.Length % sizes.Block == 0
                ? LegacyPemCipher.TryDecrypt(cipher, passphrase.Span, initialValue, block.Content.Span)
                : throw Bad("ssh: malformed private key");
    }

    private static OpenSshContainer ReadContainer(PemBlock block) => OpenSshContainer.TryRead(block.Content) ?? throw Bad("ssh: malformed OpenSSH key");

    /// <summary>Two equal words tell that the passphrase was right.</summary>
    private static bool ChecksAgree(ReadOnlySpan<byte> secrets)
    {
        var wire = new SshWire(secrets);
        return wire.TryReadUInt32(out var check1) && wire.TryReadUInt32(out var check2) && check1 == check2;
    }

    private static AgeIdentity ParseSecrets(ReadOnlySpan<byte> secrets, RandomFill random)
    {
        var inner = new SshWire(secrets);
        if (!ChecksAgree(secrets) || !inner.TryReadUInt32(out _) || !inner.TryReadUInt32(out _) || !inner.TryReadString(out var type))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        return type.SequenceEqual("ssh-ed25519"u8) ? ReadEd25519(ref inner)
            : type.SequenceEqual("ssh-rsa"u8) ? ReadRsa(ref inner, random)
            : throw Bad("unsupported SSH identity type");
    }

    private static SshEd25519Identity ReadEd25519(ref SshWire wire)
    {
        if (!wire.TryReadString(out var publicKey) || !wire.TryReadString(out var pair) || pair.Length != 2 * Ed25519Conversion.Size || !EndsWell(ref wire))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        return new SshEd25519Identity(pair[..Ed25519Conversion.Size], SshPublicKey.OfEd25519(publicKey));
    }

    private static SshRsaIdentity ReadRsa(ref SshWire wire, RandomFill random) =>
        wire.TryReadNumber(out var n) && wire.TryReadNumber(out var e) && wire.TryReadNumber(out var d) && wire.TryReadNumber(out _)
        && wire.TryReadNumber(out var p) && wire.TryReadNumber(out var q) && EndsWell(ref wire)
            ? Rsa(n, e, d, p, q, random)
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

    private static SshRsaIdentity ParsePkcs1(ReadOnlyMemory<byte> data, RandomFill random)
    {
        var key = new AsnReader(data, AsnEncodingRules.DER).ReadSequence();
        if (!key.TryReadInt32(out var version) || version != 0)
        {
            throw Bad("ssh: malformed private key");
        }

        var (n, e, d) = (key.ReadIntegerBytes(), key.ReadIntegerBytes(), key.ReadIntegerBytes());
        var (p, q) = (key.ReadIntegerBytes(), key.ReadIntegerBytes());
        return Rsa(n.Span.TrimStart((byte)0), e.Span.TrimStart((byte)0), d.Span, p.Span, q.Span, random);
    }

    private static AgeIdentity ParsePkcs8(ReadOnlyMemory<byte> data, RandomFill random)
    {
        var key = new AsnReader(data, AsnEncodingRules.DER).ReadSequence();
        key.ReadIntegerBytes();
        var algorithm = key.ReadSequence().ReadObjectIdentifier();
        var content = key.ReadOctetString();
        try
        {
            switch (algorithm)
            {
                case RsaOid:
                    return ParsePkcs1(content, random);
                case Ed25519Oid:
                    var seed = new AsnReader(content, AsnEncodingRules.DER).ReadOctetString();
                    if (seed.Length != Ed25519Conversion.Size)
                    {
                        throw Bad("ssh: malformed private key");
                    }

                    var identity = new SshEd25519Identity(seed, SshPublicKey.OfEd25519(Ed25519Conversion.DerivePublicKey(seed)));
                    CryptographicOperations.ZeroMemory(seed);
                    return identity;
                default:
                    throw Bad("unsupported SSH identity type");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static SshRsaIdentity Rsa(
        ReadOnlySpan<byte> n, ReadOnlySpan<byte> e, ReadOnlySpan<byte> d, ReadOnlySpan<byte> p, ReadOnlySpan<byte> q, RandomFill random)
    {
        var publicKey = SshPublicKey.OfRsa(n, e);
        return RsaPrivateKey.TryCreate(n, e, d, p, q) is { } key ? new(key, publicKey, random) : throw Bad("ssh: invalid RSA private key");
    }

    private static AgeException Bad(string message) => new(AgeFailure.Identity, message);
}
