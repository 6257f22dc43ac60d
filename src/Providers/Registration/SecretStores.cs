using SecretsKit.Providers.Fake;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.SopsFile;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Registration;

/// <summary>All kinds of stores. A new one is one line here.</summary>
public static class SecretStores
{
    private static readonly SecretStoreKind[] Kinds =
    [
        FakeStore.Kind,
        SopsFileStore.Kind,
        GcpSecretStore.Kind,
    ];

    /// <summary>The kind of a key under <c>spec.provider</c>, or null for one that this version does not serve.</summary>
    public static SecretStoreKind? Find(string field) => Array.Find(Kinds, kind => kind.Field == field);

    /// <summary>The keys under <c>spec.provider</c> that are served, in order.</summary>
    public static IEnumerable<string> Fields => Kinds.Select(kind => kind.Field);
}
