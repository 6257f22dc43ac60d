using SecretsKit.Core.Data;
using SecretsKit.Providers;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Local;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>
/// Looks through manifests for what agents say only in a cluster (spec external-secrets.md 1 to 3, 5.7, 6.4). Reads no store and writes
/// nothing.
/// </summary>
public static class ManifestLint
{
    /// <summary>Looks through them.</summary>
    /// <param name="manifests">Objects of all kinds; those of other groups count as what is referred to. Lent.</param>
    /// <param name="options">The namespace, and the class of the agent.</param>
    /// <param name="host">Settings of stores are checked with it. Lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>All that was found, by object, then in the order of rules.</returns>
    public static async ValueTask<IReadOnlyList<LintFinding>> CheckAsync(
        IReadOnlyList<MapValue> manifests, LocalSyncOptions options, ProviderHost host, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        var book = new LintBook(manifests, options, host);
        foreach (var item in book.Objects)
        {
            ct.ThrowIfCancellationRequested();
            SchemaRules.Check(item);
            if (StoreManifest.IsStore(item.Tree) && item.Tree.Child("spec") is { } spec)
            {
                await StoreSettingsRules.CheckAsync(item, spec);
            }
        }

        foreach (var (item, mapping) in book.Mappings)
        {
            ct.ThrowIfCancellationRequested();
            MappingRules.Check(item, mapping);
            await ReferenceRules.CheckAsync(item, mapping, ct);
            await TemplateRules.CheckAsync(item, mapping, ct);
        }

        SharingRules.Check(book);
        await IntervalRules.CheckAsync(book, ct);
        return [.. book.Findings.OrderBy(finding => finding.Place)];
    }
}
