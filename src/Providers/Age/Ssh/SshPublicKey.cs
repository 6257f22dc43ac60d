using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>An SSH public key of one of the two kinds that age encrypts to.</summary>
internal sealed class SshPublicKey
{
    public const string Ed25519Type = "ssh-ed25519";
    public const string RsaType = "ssh-rsa";

    private const int TagBytes = 4;

    private SshPublicKey(string type, byte[] blob)
    {
        (Type, Blob) = (type, blob);
        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(blob, digest);
        Tag = StrictBase64.Encode(digest[..TagBytes]);
    }

    public string Type { get; }

    /// <summary>The key on the wire.</summary>
    public byte[] Blob { get; }

    /// <summary>The short hash by which a stanza names the key.</summary>
    public string Tag { get; }

    /// <summary>The RSA key, if it is one.</summary>
    public RsaPublicKey? Rsa { get; private init; }

    /// <summary>The Montgomery u coordinate of the Ed25519 key, if it is one.</summary>
    public byte[]? Point { get; private init; }

    /// <summary>The recipient, in the words of an <c>authorized_keys</c> file without a comment.</summary>
    public AgeRecipient ToRecipient()
    {
        var line = $"{Type} {Convert.ToBase64String(Blob)}";
        return Rsa is null ? new SshEd25519Recipient(this, line) : new SshRsaRecipient(this, line);
    }

    /// <summary>Parses the wire form.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Recipient"/>, without the key's text.</exception>
    public static SshPublicKey Parse(ReadOnlySpan<byte> blob)
    {
        var wire = new SshWire(blob);
        if (!wire.TryReadString(out var type))
        {
            throw Bad("ssh: short read");
        }

        if (type.SequenceEqual("ssh-ed25519"u8))
        {
            return wire.TryReadString(out var key) && wire.Rest.IsEmpty ? OfEd25519(key) : throw Bad("ssh: invalid Ed25519 public key");
        }

        if (type.SequenceEqual("ssh-rsa"u8))
        {
            return wire.TryReadNumber(out var exponent) && wire.TryReadNumber(out var modulus) && wire.Rest.IsEmpty
                ? OfRsa(modulus, exponent)
                : throw Bad("ssh: invalid RSA public key");
        }

        throw Bad($"unknown SSH recipient type: {Quoted.Of(type)}");
    }

    public static SshPublicKey OfEd25519(ReadOnlySpan<byte> publicKey)
    {
        var point = new byte[X25519.Size];
        return Ed25519Conversion.TryConvertPublicKey(publicKey, point)
            ? new(Ed25519Type, Encode(Ed25519Type, publicKey, [])) { Point = point }
            : throw Bad("ssh: invalid Ed25519 public key");
    }

    /// <summary>A key of numbers without leading zeros.</summary>
    public static SshPublicKey OfRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus.Length < RsaPublicKey.MinBits / 8)
        {
            throw Bad("RSA key size is too small");
        }

        return RsaPublicKey.TryCreate(modulus, exponent) is { } rsa
            ? new(RsaType, Encode(RsaType, exponent, modulus)) { Rsa = rsa }
            : throw Bad("ssh: invalid RSA public key");
    }

    private static byte[] Encode(string type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var output = new List<byte>();
        SshWire.WriteString(output, Encoding.ASCII.GetBytes(type));
        if (type == Ed25519Type)
        {
            SshWire.WriteString(output, first);
        }
        else
        {
            SshWire.WriteNumber(output, first);
            SshWire.WriteNumber(output, second);
        }

        return [.. output];
    }

    private static AgeException Bad(string message) => new(AgeFailure.Recipient, message);
}
