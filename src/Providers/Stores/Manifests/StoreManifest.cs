using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Manifests;

/// <summary>A SecretStore or ClusterSecretStore as its manifest describes it (spec external-secrets.md 3.1). Immutable.</summary>
public sealed class StoreManifest
{
    /// <summary>The kind whose stores serve one namespace.</summary>
    public const string NamespacedKind = "SecretStore";

    /// <summary>The kind whose stores serve all namespaces.</summary>
    public const string ClusterKind = "ClusterSecretStore";

    private const string Group = "external-secrets.io/";

    private readonly RetrySettings? _retries;

    private StoreManifest(StoreFields head, StoreFields spec, bool isClusterStore)
    {
        Name = head.RequiredText("name");
        Namespace = isClusterStore ? "" : head.Text("namespace");
        IsClusterStore = isClusterStore;
        Controller = spec.Text("controller");
        Spec = spec.Map;
        var provider = spec.RequiredChild("provider");
        var keys = provider.Map.SortedKeys.ToArray().Select(key => key.RevealText()).Where(provider.Has).ToList();
        ProviderField = keys.Count == 1
            ? keys[0]
            : throw provider.Wrong("", keys.Count == 0 ? "expected one provider, found none" : "expected one provider, found several");
        Provider = provider.RequiredChild(ProviderField).Map;
        _retries = RetrySettings.Read(spec);
    }

    /// <summary>The name of the store.</summary>
    public string Name { get; }

    /// <summary>Its namespace; empty for a ClusterSecretStore, and where the manifest has none.</summary>
    public string Namespace { get; }

    /// <summary>Whether it is a ClusterSecretStore.</summary>
    public bool IsClusterStore { get; }

    /// <summary>The class of agents that serve it; empty for any.</summary>
    public string Controller { get; }

    /// <summary>All of its <c>spec</c>.</summary>
    public MapValue Spec { get; }

    /// <summary>The key under <c>spec.provider</c>, such as <c>vault</c>.</summary>
    public string ProviderField { get; }

    /// <summary>What is under that key.</summary>
    public MapValue Provider { get; }

    /// <summary>Whether an object is a store of any version.</summary>
    public static bool IsStore(MapValue manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return TextOf(manifest, "apiVersion").StartsWith(Group, StringComparison.Ordinal)
            && TextOf(manifest, "kind") is NamespacedKind or ClusterKind;
    }

    /// <summary>Reads a manifest for which <see cref="IsStore"/> is true.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a field is missing or wrong.</exception>
    public static StoreManifest Read(MapValue manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var kind = TextOf(manifest, "kind");
        var fields = new StoreFields(manifest, kind, "store");
        return new(
            new(fields.RequiredChild("metadata").Map, "metadata", kind), new(fields.RequiredChild("spec").Map, "spec", kind),
            kind == ClusterKind);
    }

    /// <summary>What the store is made with.</summary>
    /// <param name="ns">The namespace that secrets are read for; empty for a ClusterSecretStore that is looked at by itself.</param>
    /// <param name="references">Reads what the manifest refers to.</param>
    /// <param name="host">The surroundings.</param>
    public StoreContext ContextFor(string ns, IStoreReferences references, ProviderHost host) => new(
        Name, IsClusterStore, ns, references, host)
    {
        MaxRetries = _retries?.MaxRetries,
        RetryInterval = _retries?.Interval,
    };

    private static string TextOf(MapValue map, string name) =>
        map[new ByteString(name)] is { IsString: true } value ? new ByteString(value.StringBytes).RevealText() : "";
}
