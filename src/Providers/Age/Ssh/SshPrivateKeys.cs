using System.Formats.Asn1;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>Parses SSH private keys: OpenSSH's own format, PKCS #1 and PKCS #8, all in PEM. Error texts never hold the key's.</summary>
internal static class SshPrivateKeys
{
    private const string Protected = "passphrase-protected SSH keys";
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string Ed25519Oid = "1.3.101.112";

    /// <summary>Parses a key.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="random">Blinds the operations of RSA keys.</param>
    /// <returns>The identity; for a key behind a passphrase one that says so when it is needed.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity Parse(ReadOnlySpan<byte> text, RandomFill random)
    {
        using var block = PemBlock.Find(text) ?? throw Bad("ssh: no key found");
        try
        {
            return block switch
            {
                { IsEncrypted: true } or { Label: "ENCRYPTED PRIVATE KEY" } => Unavailable(null),
                { Label: "OPENSSH PRIVATE KEY" } => ParseOpenSsh(block.Content.Span, random),
                { Label: "RSA PRIVATE KEY" } => ParsePkcs1(block.Content, random),
                { Label: "PRIVATE KEY" } => ParsePkcs8(block.Content, random),
                { Label: "EC PRIVATE KEY" or "DSA PRIVATE KEY" } => throw Bad("unsupported SSH identity type"),
                _ => throw Bad($"ssh: unsupported key type {Format.Quoted.Of(block.Label)}"),
            };
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

    private static AgeIdentity ParseOpenSsh(ReadOnlySpan<byte> data, RandomFill random)
    {
        var magic = "openssh-key-v1\0"u8;
        var wire = new SshWire(data.StartsWith(magic) ? data[magic.Length..] : []);
        if (!wire.TryReadString(out var cipher) || !wire.TryReadString(out var kdf) || !wire.TryReadString(out _) || !wire.TryReadUInt32(out var count)
            || count != 1 || !wire.TryReadString(out var publicKey) || !wire.TryReadString(out var secrets))
        {
            throw Bad("ssh: malformed OpenSSH key");
        }

        if (!cipher.SequenceEqual("none"u8) || !kdf.SequenceEqual("none"u8))
        {
            return Unavailable(SshPublicKey.Parse(publicKey));
        }

        var inner = new SshWire(secrets);
        if (!inner.TryReadUInt32(out var check1) || !inner.TryReadUInt32(out var check2) || check1 != check2 || !inner.TryReadString(out var type))
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

    private static UnavailableIdentity Unavailable(SshPublicKey? key) => key is null
        ? new(Protected, static stanza => stanza.Type is SshPublicKey.Ed25519Type or SshPublicKey.RsaType)
        : new(Protected, stanza => stanza.Type == key.Type && stanza.Arguments is [var tag, ..] && tag == key.Tag);

    private static AgeException Bad(string message) => new(AgeFailure.Identity, message);
}
