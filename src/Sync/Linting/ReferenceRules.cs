using SecretsKit.Core.Data;
using SecretsKit.Providers.Registration;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Stores;

namespace SecretsKit.Sync.Linting;

/// <summary>What a mapping refers to: is it there, and may the mapping use it?</summary>
internal static class ReferenceRules
{
    private static readonly string[] Default = ["spec", "secretStoreRef"];

    /// <summary>Checks it. Each store is reported once.</summary>
    public static async ValueTask CheckAsync(LintedObject item, ExternalSecret mapping, CancellationToken ct)
    {
        var reported = new HashSet<StoreRef>();
        for (var at = 0; at < mapping.DataFrom.Count; at++)
        {
            var row = mapping.DataFrom[at];
            string[] path = ["spec", "dataFrom", LintedObject.Index(at)];
            if (row.IsGenerated)
            {
                await GeneratorAsync(item, row.Generator, [.. path, "sourceRef", "generatorRef"], ct);
            }
            else if (row.Sources > 0)
            {
                await StoreAsync(item, mapping, row.HasSource, row.Store, path, reported, ct);
            }
        }

        for (var at = 0; at < mapping.Data.Count; at++)
        {
            var row = mapping.Data[at];
            await StoreAsync(item, mapping, row.HasSource, row.Store, ["spec", "data", LintedObject.Index(at)], reported, ct);
        }
    }

    private static async ValueTask StoreAsync(
        LintedObject item, ExternalSecret mapping, bool hasSource, StoreRef? own, string[] row, HashSet<StoreRef> reported,
        CancellationToken ct)
    {
        var store = mapping.StoreOf(own, hasSource);
        if (store.Name.Length == 0)
        {
            var message = hasSource
                ? $"{LintFinding.FieldOf(row)}.sourceRef names no store, and with one secretStoreRef does not count"
                : $"{LintFinding.FieldOf(row)} has no store: neither it nor spec.secretStoreRef names one";
            item.Add(LintRule.NoStore, hasSource ? [.. row, "sourceRef"] : row, message, string.Join('.', row));
            return;
        }

        if (!reported.Add(store))
        {
            return;
        }

        string[] path = own is null ? Default : [.. row, "sourceRef", "storeRef"];
        var ns = mapping.Head.Namespace;
        if (await item.Book.Source.FindAsync(store.Reference(ns), ct) is not { } found)
        {
            var where = store.IsClusterStore ? "" : $" in the namespace {ns}";
            item.Add(LintRule.UnknownStore, path, $"the manifests have no {store.Kind} {store.Name}{where}", $"{store.Kind}/{store.Name}");
            return;
        }

        var spec = found.Child("spec") ?? new MapValue();
        if (spec.Text("controller") is { Length: > 0 } owner && owner != item.Book.Options.ControllerClass)
        {
            item.Add(
                LintRule.OtherClass, path,
                $"{store.Kind} {store.Name} is of the controller class {owner}: other agents leave the mapping alone",
                $"{store.Kind}/{store.Name}");
        }

        if (store.IsClusterStore && !await IsAllowedAsync(item, spec, ns, ct))
        {
            item.Add(
                LintRule.StoreNotAllowed, path, $"the conditions of ClusterSecretStore {store.Name} exclude the namespace {ns}",
                $"{store.Kind}/{store.Name}");
        }
    }

    // Labels of a namespace that is not among the manifests are not known.
    private static async ValueTask<bool> IsAllowedAsync(LintedObject item, MapValue spec, string ns, CancellationToken ct)
    {
        var conditions = spec.Children("conditions");
        return await NamespaceConditions.AllowAsync(conditions, ns, item.Book.Source, ct)
            || (conditions.Any(condition => condition.Has("namespaceSelector"))
                && await item.Book.Source.FindAsync(new("v1", "Namespace", "", ns), ct) is null);
    }

    private static async ValueTask GeneratorAsync(LintedObject item, GeneratorRef generator, string[] path, CancellationToken ct)
    {
        var found = await item.Book.Source.FindAsync(generator.Reference(item.Head.Namespace), ct);
        var kind = generator.KindIn(found);
        if (found is null)
        {
            var where = generator.IsClusterGenerator ? "" : $" in the namespace {item.Head.Namespace}";
            item.Add(LintRule.UnknownGenerator, path, $"the manifests have no {generator.Kind} {generator.Name}{where}", generator.Name);
        }

        if (kind.Length > 0 && SecretGenerators.Find(kind) is null)
        {
            item.Add(LintRule.UnsupportedProvider, path, $"generators of the kind {kind} are not served", kind);
        }
    }
}
