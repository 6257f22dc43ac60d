using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Aws;
using SecretsKit.Providers.Azure.Secrets;
using SecretsKit.Providers.Fake;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.Kubernetes;
using SecretsKit.Providers.SopsFile;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Webhook;
using SecretsKit.Providers.Vault.Store;

namespace SecretsKit.Providers.Registration;

/// <summary>All kinds of stores. A new one is one line here.</summary>
public static class SecretStores
{
    private static readonly SecretStoreKind[] Kinds =
    [
        FakeStore.Kind,
        SopsFileStore.Kind,
        GcpSecretStore.Kind,
        VaultSecretStore.Kind,
        OpenBaoSecretStore.Kind,
        AwsStores.Kind,
        AzureSecretStore.Kind,
        KubernetesSecretStore.Kind,
        WebhookStore.Kind,
    ];

    /// <summary>The kind of a key under <c>spec.provider</c>, or null for one that this version does not serve.</summary>
    public static SecretStoreKind? Find(string field) => Array.Find(Kinds, kind => kind.Field == field);

    /// <summary>Makes the store that a manifest describes. Asks no server.</summary>
    /// <param name="manifest">The store.</param>
    /// <param name="context">What it is made with, as <see cref="StoreManifest.ContextFor"/> gives it.</param>
    /// <exception cref="ProviderException">
    /// Its provider is not served (<see cref="ProviderFault.Unsupported"/>), or its settings are wrong.
    /// </exception>
    public static ISecretStore Create(StoreManifest manifest, StoreContext context)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Find(manifest.ProviderField) is { } kind
            ? kind.Create(manifest.Provider, context)
            : throw new ProviderException(
                new(ProviderFault.Unsupported, manifest.ProviderField, "create", manifest.Name),
                $"the provider {manifest.ProviderField} is not served; these are: "
                + $"{string.Join(", ", Fields.Order(StringComparer.Ordinal))}")
            {
                Hint = "in a cluster another operator can serve this store beside the agent: its spec.controller names the class",
            };
    }

    /// <summary>The keys under <c>spec.provider</c> that are served, in order.</summary>
    public static IEnumerable<string> Fields => Kinds.Select(kind => kind.Field);
}
