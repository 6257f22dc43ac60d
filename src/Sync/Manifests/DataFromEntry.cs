using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Manifests;

/// <summary>Which generator.</summary>
/// <param name="ApiVersion">Group and version; the group of generators by default.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name">The name.</param>
internal sealed record GeneratorRef(string ApiVersion, string Kind, string Name)
{
    public const string DefaultApiVersion = "generators.external-secrets.io/v1alpha1";

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

    public bool HasSource { get; init; }

    public StoreRef? Store { get; init; }

    /// <summary>The operations on keys, as the manifest has them.</summary>
    public IReadOnlyList<MapValue> Rewrites { get; init; } = [];

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
            HasSource = source is not null,
            Store = source?.Child("storeRef") is { } store ? StoreRef.Read(store) : null,
            Rewrites = map.Children("rewrite"),
            Sources = (find is null ? 0 : 1) + (extract is null ? 0 : 1) + (generator is null ? 0 : 1),
        };
    }
}
