using SecretsKit.Core.Crypto;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>An SSH public key as age encrypts to it.</summary>
internal sealed class AgeSshKey
{
    private const int TagBytes = 4;

    private AgeSshKey(SshPublicKey key, byte[]? point)
    {
        (Key, Point) = (key, point);
        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(key.Blob, digest);
        Tag = StrictBase64.Encode(digest[..TagBytes]);
    }

    /// <summary>The key itself.</summary>
    public SshPublicKey Key { get; }

    /// <summary>The short hash by which a stanza names the key.</summary>
    public string Tag { get; }

    /// <summary>The Montgomery u coordinate of an Ed25519 key; null for other keys.</summary>
    public byte[]? Point { get; }

    /// <summary>The key, if age can use it.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Recipient"/>: no point of the curve.</exception>
    public static AgeSshKey Of(SshPublicKey key)
    {
        if (key.Ed25519 is null)
        {
            return new(key, null);
        }

        var point = new byte[X25519.Size];
        return Ed25519Conversion.TryConvertPublicKey(key.Ed25519, point) ? new(key, point) : throw Bad("ssh: invalid Ed25519 public key");
    }

    /// <summary>Parses a line of an <c>authorized_keys</c> file.</summary>
    /// <exception cref="AgeException"><see cref="AgeFailure.Recipient"/>, without the key's text.</exception>
    public static AgeSshKey ParseLine(string line)
    {
        var words = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        var blob = words.Length < 2 ? null : StrictBase64.TryDecodePadded(System.Text.Encoding.UTF8.GetBytes(words[1]), out _);
        if (blob is null || line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw Bad("ssh: no key found");
        }

        try
        {
            var key = SshPublicKey.Parse(blob);
            return key.Type == words[0] ? Of(key) : throw Bad("ssh: no key found");
        }
        catch (SshFormatException failure)
        {
            throw Explained(failure, AgeFailure.Recipient);
        }
    }

    /// <summary>The recipient, in the words of an <c>authorized_keys</c> file without a comment.</summary>
    public AgeRecipient ToRecipient() => ToRecipient(Key.Line);

    /// <summary>The recipient.</summary>
    /// <param name="line">What it is called.</param>
    public AgeRecipient ToRecipient(string line) => Key.Rsa is null ? new SshEd25519Recipient(this, line) : new SshRsaRecipient(this, line);

    /// <summary>A failure in the words of age.</summary>
    public static AgeException Explained(SshFormatException failure, AgeFailure kind) =>
        new(kind, failure.UnsupportedType is { } type ? $"unknown SSH recipient type: {Quoted.Of(type)}" : failure.Message)
        {
            Cause = new AgeCause(kind, failure.UnsupportedType),
            Hint = failure.Hint,
        };

    private static AgeException Bad(string message) => new(AgeFailure.Recipient, message);
}
