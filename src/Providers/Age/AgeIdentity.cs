using System.Diagnostics;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Ssh;

namespace SecretsKit.Providers.Age;

/// <summary>In which order identities are tried: those that cost nothing before those that may ask someone.</summary>
internal enum IdentityRank
{
    /// <summary>X25519, hybrid and passphrase.</summary>
    Native,

    /// <summary>SSH keys, identity files behind a passphrase, plugins.</summary>
    Foreign,
}

/// <summary>
/// What can open an age file. Holds a secret: prints a fixed text. Disposing wipes it. Safe for concurrent use until then.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class AgeIdentity : IDisposable
{
    private protected AgeIdentity()
    {
    }

    /// <summary>The recipient that this identity opens for, or <see langword="null"/> where that is unknown.</summary>
    public virtual AgeRecipient? Recipient => null;

    /// <summary>When it is tried.</summary>
    internal virtual IdentityRank Rank => IdentityRank.Native;

    /// <summary>Parses an SSH private key: OpenSSH's format, PKCS #1 or PKCS #8, in PEM.</summary>
    /// <param name="text">The file, lent for the call; the caller wipes it.</param>
    /// <param name="random">Blinds operations with RSA keys.</param>
    /// <exception cref="AgeException">
    /// <see cref="AgeFailure.Identity"/>: malformed, too short, behind a passphrase, or neither RSA nor Ed25519.
    /// </exception>
    public static AgeIdentity ParseSshPrivateKey(ReadOnlySpan<byte> text, RandomFill random) => SshPrivateKeys.Parse(text, random);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A fixed text; never the secret.</summary>
    public sealed override string ToString() => GetType().Name + "(***)";

    /// <summary>Looks for a stanza that is addressed to this identity.</summary>
    /// <returns>The file key, given away, or null: not mine, try the next identity.</returns>
    /// <exception cref="AgeException">
    /// A stanza is mine and malformed, or the secret could not be had: no other identity is to be tried.
    /// </exception>
    internal abstract ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct);

    /// <summary>The message that nothing was for this identity.</summary>
    internal virtual string NoMatch => "incorrect identity for recipient block";

    /// <summary>Wipes the secret.</summary>
    private protected abstract void Dispose(bool disposing);
}

/// <summary>An identity that judges one stanza of one type at a time, without asking anyone.</summary>
public abstract class AgeStanzaIdentity : AgeIdentity
{
    private protected AgeStanzaIdentity()
    {
    }

    /// <summary>The type of stanza that may be mine.</summary>
    internal abstract string StanzaType { get; }

    /// <summary>Judges a stanza of <see cref="StanzaType"/>.</summary>
    internal abstract SecretBytes? Unwrap(AgeStanza stanza);

    /// <inheritdoc/>
    internal sealed override ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct)
    {
        foreach (var stanza in stanzas)
        {
            if (stanza.Type == StanzaType && Unwrap(stanza) is { } fileKey)
            {
                return new(fileKey);
            }
        }

        return new((SecretBytes?)null);
    }
}

/// <summary>An identity that is a line of text in an identity file: 32 secret bytes in Bech32.</summary>
public abstract class AgeNativeIdentity : AgeStanzaIdentity
{
    private protected const int SecretSize = 32;

    private readonly string _prefix;
    private readonly SecretBytes _secret;

    private protected AgeNativeIdentity(string prefix, ReadOnlySpan<byte> secret) => (_prefix, _secret) = (prefix, new SecretBytes(secret));

    /// <summary>Makes an identity of one kind from its secret, which it copies.</summary>
    private protected delegate T Factory<out T>(ReadOnlySpan<byte> secret);

    /// <summary>The secret bytes, lent.</summary>
    private protected ReadOnlySpan<byte> Secret => _secret.Span;

    /// <summary>The private key in Bech32. A string cannot be wiped: call it only where the key is written out.</summary>
    public string RevealText() => Bech32.Encode(_prefix, Secret);

    /// <summary>A fresh identity.</summary>
    private protected static T Generate<T>(RandomFill random, Factory<T> create)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> secret = stackalloc byte[SecretSize];
        random(secret);
        var identity = create(secret);
        CryptographicOperations.ZeroMemory(secret);
        return identity;
    }

    /// <summary>Parses Bech32 text; the error never holds it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="prefix">Before the separator, for this kind.</param>
    /// <param name="kind">What the errors call such a key.</param>
    /// <param name="create">Makes the identity.</param>
    private protected static T Parse<T>(ReadOnlySpan<char> text, string prefix, string kind, Factory<T> create)
    {
        var secret = Bech32.TryDecode(text, out var found, out var error);
        try
        {
            error = secret is null
                ? error
                : found != prefix
                ? "invalid type"
                : secret.Length != SecretSize
                ? $"invalid {kind} secret key"
                : "";
            return error.Length == 0 ? create(secret) : throw new AgeException(AgeFailure.Identity, $"malformed secret key: {error}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private protected sealed override void Dispose(bool disposing) => _secret.Dispose();
}
