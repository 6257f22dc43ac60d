using System.Diagnostics.CodeAnalysis;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Manifests;

/// <summary>Which generator.</summary>
/// <param name="ApiVersion">Group and version; the group of generators by default.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
internal sealed record GeneratorRef(string ApiVersion, string Kind, string Name)
{
    public const string DefaultApiVersion = "generators.external-secrets.io/v1alpha1";

    public bool IsClusterGenerator => Kind == "ClusterGenerator";

    /// <summary>The generator as an object: one of this namespace, or of the whole cluster.</summary>
    public ResourceRef Reference(string ns) => new(ApiVersion, Kind, IsClusterGenerator ? "" : ns, Name);

    /// <summary>The kind that makes the values: the one that a ClusterGenerator names; empty if that is not known.</summary>
    /// <param name="tree">The generator, or null if there is none.</param>
    public string KindIn(MapValue? tree) => IsClusterGenerator ? tree?.Child("spec")?.Text("kind") ?? "" : Kind;

    public static GeneratorRef Read(MapValue map) =>
        new(map.Text("apiVersion", DefaultApiVersion), map.Text("kind"), map.Text("name"));
}

/// <summary>One row of <c>spec.dataFrom</c> (spec external-secrets.md 1.4): at most one of its three sources counts.</summary>
internal sealed record DataFromEntry
{
    /// <summary>A search; counts before the others.</summary>
    public SecretSearch? Find { get; init; }

    /// <summary>A secret that is a map.</summary>
    public RemoteRef? Extract { get; init; }

    /// <summary>A generator.</summary>
    public GeneratorRef? Generator { get; init; }

    public ValuePolicies Policies { get; init; } = new("", "", false);

    /// <summary>
    /// Whether it has a store of its own: unlike a row of <c>spec.data</c>, one whose source names a generator alone has the default store.
    /// </summary>
    public bool HasSource => Store is not null;

    /// <summary>Whether it reads anything; a row without a source gives nothing.</summary>
    public bool HasContent => Find is not null || Extract is not null || Generator is not null;

    public StoreRef? Store { get; init; }

    /// <summary>The operations on keys, as the manifest has them.</summary>
    public IReadOnlyList<MapValue> Rewrites { get; init; } = [];

    /// <summary>Whether the generator counts.</summary>
    [MemberNotNullWhen(true, nameof(Generator))]
    public bool IsGenerated => Find is null && Extract is null && Generator is not null;

    /// <summary>Whether the manifest has sources at all, for the check of section 1.9.</summary>
    public int Sources { get; init; }

    public static DataFromEntry Read(MapValue map)
    {
        var (find, extract, source) = (map.Child("find"), map.Child("extract"), map.Child("sourceRef"));
        var generator = source?.Child("generatorRef");
        return new()
        {
            Find = find is null ? null : new()
            {
                Name = find.Child("name")?.Text("regexp") ?? "",
                Tags = find.Child("tags") is null ? null : find.TextMap("tags"),
                Path = find.Text("path"),
            },
            Extract = extract is null ? null : DataEntry.RemoteOf(extract),
            Generator = generator is null ? null : GeneratorRef.Read(generator),
            Policies = ValuePolicies.Read(find ?? extract ?? new MapValue()),
            Store = source?.Child("storeRef") is { } store ? StoreRef.Read(store) : null,
            Rewrites = map.Children("rewrite"),
            Sources = (find is null ? 0 : 1) + (extract is null ? 0 : 1) + (generator is null ? 0 : 1),
        };
    }
}
