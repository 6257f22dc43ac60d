using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Manifests;

/// <summary>One row of <c>spec.data</c> of a PushSecret, or of what was pushed (spec external-secrets.md 4.2).</summary>
internal sealed record PushRow
{
    /// <summary>The key of the Secret; empty for all of it.</summary>
    public string SecretKey { get; init; } = "";

    public required PushTarget Target { get; init; }

    /// <summary>Settings for the provider, as the manifest has them.</summary>
    public MapValue? Metadata { get; init; }

    /// <summary>The name of a strategy for keys; <c>None</c> by default.</summary>
    public string Conversion { get; init; } = "None";

    /// <summary>The name of what is written, in statuses: two rows of one store must not have the same.</summary>
    public string StatusName => Target.Property.Length > 0 ? $"{Target.Key}/{Target.Property}" : Target.Key;

    public static PushRow Read(MapValue map)
    {
        var match = map.Child("match") ?? new MapValue();
        var remote = match.Child("remoteRef") ?? new MapValue();
        return new()
        {
            SecretKey = match.Text("secretKey"),
            Target = new(remote.Text("remoteKey"), remote.Text("property")),
            Metadata = map.Child("metadata"),
            Conversion = map.Text("conversionStrategy", "None"),
        };
    }

    public MapValue ToMap()
    {
        var remote = new MapValue().With("remoteKey", Target.Key);
        if (Target.Property.Length > 0)
        {
            remote.With("property", Target.Property);
        }

        var match = new MapValue().With("remoteRef", remote);
        if (SecretKey.Length > 0)
        {
            match.With("secretKey", SecretKey);
        }

        var map = new MapValue().With("conversionStrategy", Conversion).With("match", match);
        return Metadata is null ? map : map.With("metadata", Metadata);
    }
}

/// <summary>A row of <c>spec.dataTo</c>: writes many keys of a Secret to the stores that it names.</summary>
internal sealed record PushRule
{
    public required PushStoreRef Store { get; init; }

    /// <summary>Whether it names stores at all.</summary>
    public bool HasStore { get; init; }

    /// <summary>A regular expression of keys; empty for all.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The operations that make names for the provider of keys, as the manifest has them.</summary>
    public IReadOnlyList<MapValue> Rewrites { get; init; } = [];

    /// <summary>Where all keys go as one object; empty for a secret of its own for each.</summary>
    public string BundleKey { get; init; } = "";

    public MapValue? Metadata { get; init; }

    public string Conversion { get; init; } = "None";

    public static PushRule Read(MapValue map) => new()
    {
        Store = PushStoreRef.Read(map.Child("storeRef") ?? new MapValue()),
        HasStore = map.Has("storeRef"),
        Pattern = map.Child("match")?.Text("regexp") ?? "",
        Rewrites = map.Children("rewrite"),
        BundleKey = map.Text("remoteKey"),
        Metadata = map.Child("metadata"),
        Conversion = map.Text("conversionStrategy", "None"),
    };
}

/// <summary>A store, or stores by their labels.</summary>
/// <param name="Kind"><c>SecretStore</c> or <c>ClusterSecretStore</c>.</param>
/// <param name="Name">The name; empty if they are chosen by labels.</param>
/// <param name="Labels">A selector, or null.</param>
internal sealed record PushStoreRef(string Kind, string Name, MapValue? Labels)
{
    public static PushStoreRef Read(MapValue map) => new(
        map.Text("kind", "SecretStore"), map.Text("name"), map.Child("labelSelector"));

    /// <summary>Whether it means a store.</summary>
    public bool Matches(string kind, ObjectHead store) =>
        Kind == kind && (Labels is { } labels ? LabelSelector.Matches(labels, store.Labels) : Name == store.Name);
}
