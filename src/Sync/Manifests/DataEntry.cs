using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Manifests;

/// <summary>What is done with a value that was read (spec external-secrets.md 1.3).</summary>
/// <param name="Decoding">Empty, or the name of a strategy.</param>
/// <param name="Conversion">Empty, or the name of a strategy for keys.</param>
/// <param name="RefusesNullBytes">Whether a value with a byte 0 is an error.</param>
internal sealed record ValuePolicies(string Decoding, string Conversion, bool RefusesNullBytes)
{
    public static ValuePolicies Read(MapValue map) =>
        new(map.Text("decodingStrategy"), map.Text("conversionStrategy"), map.Text("nullBytePolicy") == "Fail");
}

/// <summary>One row of <c>spec.data</c>.</summary>
/// <param name="SecretKey">The key that it gives.</param>
/// <param name="Remote">What is read.</param>
/// <param name="Policies">What is done with it.</param>
/// <param name="HasSource">Whether it has a <c>sourceRef</c>: then the default store does not count.</param>
/// <param name="Store">The store of its <c>sourceRef</c>, or null.</param>
internal sealed record DataEntry(string SecretKey, RemoteRef Remote, ValuePolicies Policies, bool HasSource, StoreRef? Store)
{
    public static DataEntry Read(MapValue map)
    {
        var remote = map.Child("remoteRef") ?? new MapValue();
        var source = map.Child("sourceRef");
        return new(
            map.Text("secretKey"), RemoteOf(remote), ValuePolicies.Read(remote), source is not null,
            source?.Child("storeRef") is { } store ? StoreRef.Read(store) : null);
    }

    public static RemoteRef RemoteOf(MapValue map) => new(map.Text("key"))
    {
        Property = map.Text("property"),
        Version = map.Text("version"),
        IsMetadata = map.Text("metadataPolicy") == "Fetch",
    };
}
