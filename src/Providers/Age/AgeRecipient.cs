using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Providers.Age.Ssh;

namespace SecretsKit.Providers.Age;

/// <summary>Someone an age file is encrypted to. Immutable and safe for concurrent use.</summary>
public abstract class AgeRecipient
{
    private protected AgeRecipient()
    {
    }

    /// <summary>Whether a file may have no other recipient beside this one.</summary>
    internal virtual bool MustBeAlone => false;

    /// <summary>Whether it holds against quantum computers; one classic recipient beside it would undo that.</summary>
    internal virtual bool IsPostQuantum => false;

    /// <summary>
    /// Parses a native recipient (<c>age1...</c>, <c>age1pq1...</c>), one of a plugin
    /// (<c>age1name1...</c>) or an SSH authorized-key line, with the texts of sops for what is wrong. A plugin's
    /// can be checked and not be used for wrapping.
    /// </summary>
    /// <param name="text">The recipient; white space around it is ignored.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Recipient"/>: malformed or of an unknown type.</exception>
    public static AgeRecipient Parse(string text) => Parse(text, plugins: null);

    /// <summary>Parses a recipient that may need a plugin.</summary>
    /// <inheritdoc cref="Parse(string)" path="/exception"/>
    internal static AgeRecipient Parse(string text, AgePlugins? plugins)
    {
        ArgumentNullException.ThrowIfNull(text);
        var recipient = text.Trim();
        if (recipient.StartsWith("age1pq1", StringComparison.Ordinal))
        {
            return Explain("failed to parse input as Bech32-encoded age post-quantum public key", recipient, HybridRecipient.ParseNative);
        }

        if (recipient.StartsWith("age1", StringComparison.Ordinal))
        {
            return recipient.LastIndexOf('1') > 3
                ? Explain("failed to parse input as age key from age plugin", recipient, text => new AgePluginRecipient(text, plugins))
                : Explain("failed to parse input as Bech32-encoded age public key", recipient, X25519Recipient.ParseNative);
        }

        return recipient.StartsWith("ssh-", StringComparison.Ordinal)
            ? Explain("failed to parse input as age-ssh public key", recipient, SshRecipients.Parse)
            : throw new AgeException(AgeFailure.Recipient, $"failed to parse input, unknown recipient type: {Quoted.Of(recipient)}");
    }

    /// <summary>The recipient as it is written in lists and metadata.</summary>
    public abstract override string ToString();

    /// <summary>Wraps a file key.</summary>
    internal abstract ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct);

    /// <summary>Wraps a file key, and says what the file's other recipients must have in common with this one.</summary>
    internal virtual async ValueTask<AgeWrapping> WrapWithLabelsAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct) =>
        new(await WrapAsync(fileKey, random, ct), IsPostQuantum ? [PostQuantumLabel] : []);

    private const string PostQuantumLabel = "postquantum";

    private static AgeRecipient Explain(string what, string recipient, Func<string, AgeRecipient> parse)
    {
        try
        {
            return parse(recipient);
        }
        catch (AgeException e)
        {
            throw new AgeException(e.Failure, $"{what}: {e.Message}");
        }
    }
}
