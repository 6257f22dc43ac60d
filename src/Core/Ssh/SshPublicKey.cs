using System.Buffers;
using System.Buffers.Text;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Core.Ssh;

/// <summary>An SSH public key: Ed25519 or RSA. Immutable.</summary>
public sealed class SshPublicKey
{
    /// <summary>The type of Ed25519 keys, which is also the name of their signatures.</summary>
    public const string Ed25519Type = "ssh-ed25519";

    /// <summary>The type of RSA keys.</summary>
    public const string RsaType = "ssh-rsa";

    /// <summary>The signatures that RSA keys make here. Those with SHA-1 (<c>ssh-rsa</c>) are never accepted.</summary>
    public const string RsaSha512 = "rsa-sha2-512";

    private SshPublicKey(string type, byte[] blob, byte[]? ed25519, RsaPublicKey? rsa) =>
        (Type, Blob, Ed25519, Rsa) = (type, blob, ed25519, rsa);

    /// <summary>The type by its name in SSH.</summary>
    public string Type { get; }

    /// <summary>The key on the wire. Not to be changed.</summary>
    public byte[] Blob { get; }

    /// <summary>The point of an Ed25519 key, 32 bytes; null for other keys. Not checked to be on the curve.</summary>
    public byte[]? Ed25519 { get; }

    /// <summary>The RSA key; null for other keys.</summary>
    public RsaPublicKey? Rsa { get; }

    /// <summary>The name of signatures by this key.</summary>
    public string SignatureAlgorithm => Rsa is null ? Ed25519Type : RsaSha512;

    /// <summary>The fingerprint as OpenSSH shows it: <c>SHA256:</c> and base64 without padding.</summary>
    public string Fingerprint
    {
        get
        {
            Span<byte> digest = stackalloc byte[Sha256.Size];
            Sha256.Hash(Blob, digest);
            return "SHA256:" + Convert.ToBase64String(digest).TrimEnd('=');
        }
    }

    /// <summary>The key in the words of an <c>authorized_keys</c> file: type and base64, without a comment.</summary>
    public string Line => $"{Type} {Convert.ToBase64String(Blob)}";

    /// <summary>Parses the wire form.</summary>
    /// <exception cref="SshFormatException">It is malformed, or of another type.</exception>
    public static SshPublicKey Parse(ReadOnlySpan<byte> blob)
    {
        var wire = new SshWire(blob);
        if (!wire.TryReadString(out var type))
        {
            throw new SshFormatException("ssh: short read");
        }

        if (type.SequenceEqual("ssh-ed25519"u8))
        {
            return wire.TryReadString(out var key) && wire.Rest.IsEmpty
                ? OfEd25519(key)
                : throw new SshFormatException("ssh: invalid Ed25519 public key");
        }

        if (type.SequenceEqual("ssh-rsa"u8))
        {
            return wire.TryReadNumber(out var exponent) && wire.TryReadNumber(out var modulus) && wire.Rest.IsEmpty
                ? OfRsa(modulus, exponent)
                : throw new SshFormatException("ssh: invalid RSA public key");
        }

        var name = Encoding.UTF8.GetString(type);
        throw new SshFormatException("ssh: unsupported key type") { UnsupportedType = name };
    }

    /// <summary>Parses a line of a public key file: type, base64, and a comment that is ignored.</summary>
    /// <exception cref="SshFormatException">It is malformed, or of another type.</exception>
    public static SshPublicKey ParseLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = line.Trim().Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? throw new SshFormatException("ssh: no key found") : Parse(words[0], words[1]);
    }

    /// <summary>Parses the two words that make a key in text.</summary>
    /// <exception cref="SshFormatException">They are malformed, contradict each other, or name another type.</exception>
    public static SshPublicKey Parse(string type, string base64)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(base64);
        var blob = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        if (!Ascii.IsValid(base64)
            || Base64.DecodeFromUtf8(Encoding.ASCII.GetBytes(base64), blob, out _, out var length) != OperationStatus.Done)
        {
            throw new SshFormatException("ssh: no key found");
        }

        var key = Parse(blob.AsSpan(0, length));
        return key.Type == type ? key : throw new SshFormatException("ssh: no key found");
    }

    /// <summary>A key of a point of 32 bytes.</summary>
    /// <exception cref="SshFormatException">It has another length.</exception>
    public static SshPublicKey OfEd25519(ReadOnlySpan<byte> point)
    {
        if (point.Length != Ed25519Signature.KeySize)
        {
            throw new SshFormatException("ssh: invalid Ed25519 public key");
        }

        var blob = new List<byte>();
        SshWire.WriteString(blob, "ssh-ed25519"u8);
        SshWire.WriteString(blob, point);
        return new(Ed25519Type, [.. blob], point.ToArray(), null);
    }

    /// <summary>A key of numbers without leading zeros.</summary>
    /// <exception cref="SshFormatException">They make no acceptable key.</exception>
    public static SshPublicKey OfRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus.Length < RsaPublicKey.MinBits / 8)
        {
            throw new SshFormatException("RSA key size is too small");
        }

        var blob = new List<byte>();
        SshWire.WriteString(blob, "ssh-rsa"u8);
        SshWire.WriteNumber(blob, exponent);
        SshWire.WriteNumber(blob, modulus);
        return RsaPublicKey.TryCreate(modulus, exponent) is { } rsa
            ? new(RsaType, [.. blob], null, rsa)
            : throw new SshFormatException("ssh: invalid RSA public key");
    }

    /// <summary>Whether this key made a signature.</summary>
    /// <param name="message">What was signed.</param>
    /// <param name="algorithm">The name of the signature; one that does not belong to the key's type is refused.</param>
    /// <param name="signature">The bytes of the signature.</param>
    public bool Verify(ReadOnlySpan<byte> message, string algorithm, ReadOnlySpan<byte> signature) =>
        algorithm == SignatureAlgorithm
        && (Rsa is null ? Ed25519Signature.Verify(Ed25519, message, signature) : RsaSignature.Verify(Rsa, message, signature));

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;
}
