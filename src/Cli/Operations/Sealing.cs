using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Operations;

/// <summary>Who shall be able to read a new file, and which of its values are encrypted.</summary>
/// <param name="Groups">The master keys.</param>
/// <param name="Threshold">Groups needed; 0 for all.</param>
/// <param name="Selection">Which values are encrypted.</param>
/// <param name="MacOnlyEncrypted">Whether readable values are outside the MAC.</param>
internal sealed record SealingRule(IReadOnlyList<KeyGroup> Groups, int Threshold, SelectionFields Selection, bool MacOnlyEncrypted);

/// <summary>A fresh data key, wrapped for its readers, with the cipher that uses it. Dispose wipes the key.</summary>
internal sealed class Sealing : IDisposable
{
    private readonly DataKey _key;
    private readonly ValueCipher _cipher;
    private readonly CliHost _host;

    private Sealing(CliHost host, DataKey key, ValueCipher cipher, DocumentMetadata metadata) =>
        (_host, _key, _cipher, Metadata) = (host, key, cipher, metadata);

    /// <summary>The metadata that every file sealed with this key begins with.</summary>
    public DocumentMetadata Metadata { get; }

    /// <summary>Makes a data key and wraps it with every master key of the rule.</summary>
    /// <exception cref="DataKeyWrapException">A master key failed: nothing can be encrypted.</exception>
    public static async ValueTask<Sealing> CreateAsync(CliHost host, KeyServices services, SealingRule rule, CancellationToken ct)
    {
        var key = DataKey.Generate(host.Random);
        try
        {
            var now = Now(host);
            var wrapped = await new DataKeyWrapping(services.Chain, host.Random).WrapAsync(key, rule.Groups, rule.Threshold, now, ct);
            return new(host, key, new ValueCipher(key, host.Random), DocumentMetadata.New(wrapped, rule.Selection, rule.MacOnlyEncrypted, now));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes a data key to take the place of a file's, and wraps it with these master keys. The rest of the metadata stays.</summary>
    /// <param name="host">Randomness.</param>
    /// <param name="services">What wraps.</param>
    /// <param name="opened">The file under its old key; must stay open while the result is in use.</param>
    /// <param name="metadata">The file's metadata.</param>
    /// <param name="groups">The master keys; what they wrapped before is replaced.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="DataKeyWrapException">A master key failed, or a group is empty.</exception>
    public static async ValueTask<Sealing> RenewAsync(
        CliHost host, KeyServices services, Unsealed opened, DocumentMetadata metadata, IReadOnlyList<WrappedKeyGroup> groups, CancellationToken ct)
    {
        var key = DataKey.Generate(host.Random);
        try
        {
            var wrapped = await new DataKeyWrapping(services.Chain, host.Random).RewrapAsync(key, groups, metadata.ShamirThreshold, ct);
            return new(host, key, opened.CipherOf(host, key), metadata.With(wrapped));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Encrypts a file.</summary>
    public EncryptedFile Seal(PlainFile plain) => plain.Encrypt(_cipher, Metadata, Now(_host));

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _key.Dispose();
    }

    /// <summary>The time by the host's clock, in UTC.</summary>
    public static Timestamp Now(CliHost host) => new(host.Clock.GetUtcNow().ToUnixTimeSeconds(), 0, 0);
}
