using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Local;

/// <summary>An ExternalSecret among manifests. Immutable.</summary>
public sealed class LocalMapping
{
    private LocalMapping(ExternalSecret mapping, int place) => (Mapping, Place) = (mapping, place);

    /// <summary>Its name.</summary>
    public string Name => Mapping.Head.Name;

    /// <summary>Its namespace, which is the target's.</summary>
    public string Namespace => Mapping.Head.Namespace;

    /// <summary>Which of the manifests it is, from 0.</summary>
    public int Place { get; }

    /// <summary>The Secret that it writes.</summary>
    public ResourceRef Target => new("v1", "Secret", Namespace, Mapping.Target.Name);

    /// <summary>The mapping itself, as clusters have it.</summary>
    public ResourceRef Reference => Mapping.Head.Reference;

    /// <summary>Who owns the fields that are written for it: the name that an agent writes with, too.</summary>
    public string FieldManager => TargetNames.ManagerOf(Name);

    /// <summary>The time between two syncs; null if it is synced once, or when it changes.</summary>
    public TimeSpan? Interval => Mapping.Refresh == RefreshPolicy.Periodic && Mapping.Interval > TimeSpan.Zero ? Mapping.Interval : null;

    /// <summary>What its manifest calls things: itself, its target, stores, and what is read from them.</summary>
    public IEnumerable<string> Names =>
    [
        Namespace, Name, Mapping.Target.Name,
        .. Mapping.Data.SelectMany(row => (string[])[row.SecretKey, row.Remote.Key, row.Remote.Property, row.Store?.Name ?? ""]),
        .. Mapping.DataFrom.SelectMany(row => (string[])[row.Extract?.Key ?? "", row.Extract?.Property ?? "", row.Store?.Name ?? ""]),
    ];

    internal ExternalSecret Mapping { get; }

    /// <summary>Its name with its namespace, never its content.</summary>
    public override string ToString() => $"{Namespace}/{Name}";

    /// <summary>The same mapping as an object of a cluster, which can own its target.</summary>
    /// <param name="uid">Its identifier there.</param>
    public LocalMapping WithIdentity(string uid)
    {
        var tree = Mapping.Tree.Copy();
        tree.ChildOrNew("metadata").With("uid", uid);
        return new(new(tree), Place);
    }

    /// <summary>Reads a manifest; null for one that is no mapping.</summary>
    internal static LocalMapping? Read(MapValue manifest, int place, string defaultNamespace)
    {
        if (!ExternalSecret.IsMapping(manifest))
        {
            return null;
        }

        // Whether it was synced before, and by whom it is known, is the business of the cluster that it was read from.
        var tree = manifest.Copy();
        tree.Remove("status");
        var metadata = tree.ChildOrNew("metadata");
        metadata.Remove("uid");
        metadata.With("namespace", metadata.Text("namespace") is { Length: > 0 } named ? named : defaultNamespace);
        return new(new(tree), place);
    }
}
