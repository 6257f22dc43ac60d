using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Cli.Access;

/// <summary>
/// Who can decrypt a file, and which of its values are encrypted: as its metadata say, or its creation rule. Nothing secret.
/// </summary>
/// <param name="Groups">The recipients by group.</param>
/// <param name="Needed">How many groups must be opened; 1 with a single group.</param>
/// <param name="Selection">Which values are encrypted.</param>
/// <param name="MacOnlyEncrypted">Whether readable values are outside the MAC.</param>
internal sealed record AccessPolicy(IReadOnlyList<KeyGroup> Groups, int Needed, SelectionFields Selection, bool MacOnlyEncrypted)
{
    /// <summary>What will hold for a new file.</summary>
    public static AccessPolicy Of(EncryptionRule rule) => new(
        rule.Groups, NeededOf(rule.Groups.Count, rule.Threshold), rule.Selection, rule.MacOnlyEncrypted);

    /// <summary>What the metadata of a file say.</summary>
    public static AccessPolicy Of(DocumentMetadata metadata) => new(
        [.. metadata.KeyGroups.Select(group => group.Group)],
        NeededOf(metadata.KeyGroups.Count, metadata.ShamirThreshold),
        metadata.Selection.OrDefault(),
        metadata.MacOnlyEncrypted);

    /// <summary>What a creation rule says. A rule without keys leaves the recipients to the person who encrypts.</summary>
    public static AccessPolicy Of(RuleSettings rule) => new(
        rule.KeyGroups, NeededOf(rule.KeyGroups.Count, rule.ShamirThreshold), rule.Selection.OrDefault(), rule.MacOnlyEncrypted);

    /// <summary>Whether it names any recipient.</summary>
    public bool NamesRecipients => Groups.Any(group => group.Keys.Count > 0);

    /// <summary>The same without a selection for opaque bytes, which have no keys to select by.</summary>
    public AccessPolicy In(DocumentFormat format) =>
        format == DocumentFormat.Binary ? this with { Selection = SelectionFields.None, MacOnlyEncrypted = false } : this;

    /// <summary>
    /// The same with keys completed from another policy: a rule may name an Azure key without its version, which the file then has.
    /// </summary>
    public AccessPolicy CompletedFrom(AccessPolicy file)
    {
        var versions = file.Groups.SelectMany(group => group.Keys)
            .OfType<AzureKeyVaultMasterKey>()
            .Distinct()
            .ToLookup(key => (key.VaultUrl, key.Name));
        IEnumerable<MasterKey> Complete(MasterKey key) =>
            key is AzureKeyVaultMasterKey { Version: "" } azure && versions.Contains((azure.VaultUrl, azure.Name))
                ? versions[(azure.VaultUrl, azure.Name)]
                : [key];
        return this with { Groups = [.. Groups.Select(group => new KeyGroup([.. group.Keys.SelectMany(Complete)]))] };
    }

    /// <summary>How many groups must be opened: without a threshold all of them.</summary>
    public static int NeededOf(int groups, int threshold) => groups < 2 ? 1 : threshold == 0 ? groups : threshold;
}
