using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SecretsKit.Core.Ssh;

/// <summary>
/// A signature in OpenSSH's format for files (SSHSIG), which <c>ssh-keygen -Y</c> makes and checks: a public key, what the signature is for
/// (its namespace), and the signature over both and the SHA-512 of the message. Immutable.
/// </summary>
public sealed class SshSignature
{
    /// <summary>Longest text that is parsed, in bytes. One by an RSA key of 16,384 bits has 6 kB.</summary>
    public const int MaxTextBytes = 16 * 1024;

    /// <summary>The name of the only hash that is accepted.</summary>
    public const string HashAlgorithm = "sha512";

    private const uint Version = 1;
    private const int LineLength = 70;
    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";

    private readonly byte[] _signature;

    private SshSignature(SshPublicKey key, string @namespace, string algorithm, byte[] signature) =>
        (Key, Namespace, Algorithm, _signature) = (key, @namespace, algorithm, signature);

    /// <summary>The key that claims to have signed.</summary>
    public SshPublicKey Key { get; }

    /// <summary>What the signature is for.</summary>
    public string Namespace { get; }

    /// <summary>The name of the signature in SSH.</summary>
    public string Algorithm { get; }

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <summary>The bytes that a key signs.</summary>
    /// <param name="namespace">What the signature is for; not empty.</param>
    /// <param name="digest">The SHA-512 of the message.</param>
    public static byte[] SignedData(string @namespace, ReadOnlySpan<byte> digest)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        List<byte> data = [.. Magic];
        SshWire.WriteString(data, Encoding.UTF8.GetBytes(@namespace));
        SshWire.WriteString(data, default);
        SshWire.WriteString(data, Encoding.ASCII.GetBytes(HashAlgorithm));
        SshWire.WriteString(data, digest);
        return [.. data];
    }

    /// <summary>Puts a signature together.</summary>
    /// <param name="key">The key that signed.</param>
    /// <param name="namespace">What it is for.</param>
    /// <param name="signature">The key's signature over <see cref="SignedData"/>, without the name of its algorithm.</param>
    public static SshSignature Create(SshPublicKey key, string @namespace, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        return new(key, @namespace, key.SignatureAlgorithm, signature.ToArray());
    }

    /// <summary>Parses the text form.</summary>
    /// <exception cref="SshFormatException">It is malformed, too long, or of another version, hash or type of key.</exception>
    public static SshSignature Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxTextBytes)
        {
            throw new SshFormatException($"the signature is longer than {MaxTextBytes} bytes");
        }

        var trimmed = text.AsSpan().Trim();
        if (!trimmed.StartsWith(Begin) || !trimmed.EndsWith(End) || trimmed.Length < Begin.Length + End.Length || !Ascii.IsValid(trimmed))
        {
            throw new SshFormatException("the signature does not begin and end as an SSH signature does");
        }

        var body = trimmed[Begin.Length..^End.Length].ToString();
        var blob = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        return Base64.DecodeFromUtf8(Encoding.ASCII.GetBytes(body), blob, out _, out var length) == OperationStatus.Done
            ? Parse(blob.AsSpan(0, length))
            : throw new SshFormatException("the signature is not base64");
    }

    /// <summary>
    /// Whether the key that the signature names made it, for this namespace and message. Says nothing about whose key that is.
    /// </summary>
    /// <param name="namespace">What the signature must be for.</param>
    /// <param name="digest">The SHA-512 of the message.</param>
    public bool Verify(string @namespace, ReadOnlySpan<byte> digest) =>
        Namespace == @namespace && Key.Verify(SignedData(@namespace, digest), Algorithm, _signature);

    /// <summary>The text form, with a line feed at the end.</summary>
    public string ToText()
    {
        List<byte> inner = [];
        SshWire.WriteString(inner, Encoding.ASCII.GetBytes(Algorithm));
        SshWire.WriteString(inner, _signature);
        List<byte> blob = [.. Magic];
        SshWire.WriteUInt32(blob, Version);
        SshWire.WriteString(blob, Key.Blob);
        SshWire.WriteString(blob, Encoding.UTF8.GetBytes(Namespace));
        SshWire.WriteString(blob, default);
        SshWire.WriteString(blob, Encoding.ASCII.GetBytes(HashAlgorithm));
        SshWire.WriteString(blob, [.. inner]);
        var lines = Convert.ToBase64String([.. blob]).Chunk(LineLength).Select(line => new string(line));
        return $"{Begin}\n{string.Join('\n', lines)}\n{End}\n";
    }

    private static SshSignature Parse(ReadOnlySpan<byte> blob)
    {
        var wire = new SshWire(blob.StartsWith(Magic) ? blob[Magic.Length..] : []);
        if (!wire.TryReadUInt32(out var version))
        {
            throw new SshFormatException("the signature is malformed");
        }

        if (version != Version)
        {
            throw new SshFormatException($"version {version} of SSH signatures is not supported");
        }

        if (!wire.TryReadString(out var key)
            || !wire.TryReadString(out var name)
            || !wire.TryReadString(out _)
            || !wire.TryReadString(out var hash)
            || !wire.TryReadString(out var inner) || !wire.Rest.IsEmpty)
        {
            throw new SshFormatException("the signature is malformed");
        }

        if (!hash.SequenceEqual("sha512"u8))
        {
            throw new SshFormatException("the signature uses another hash than SHA-512");
        }

        var parts = new SshWire(inner);
        return parts.TryReadString(out var algorithm) && parts.TryReadString(out var signature) && parts.Rest.IsEmpty
            ? new(SshPublicKey.Parse(key), Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(algorithm), signature.ToArray())
            : throw new SshFormatException("the signature is malformed");
    }
}
