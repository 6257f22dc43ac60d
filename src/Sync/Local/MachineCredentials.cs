using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Local;

/// <summary>Finds stores whose manifests name no credentials, so that those of the machine would count.</summary>
internal static class MachineCredentials
{
    /// <summary>Refuses a store that would take them.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.Unauthenticated"/>.</exception>
    public static void Refuse(StoreManifest store)
    {
        if (Uses(store))
        {
            throw new ProviderException(
                new(ProviderFault.Unauthenticated, store.ProviderField, "log in", store.Name),
                $"its manifest names no credentials, and those of this machine may not be used")
            {
                Hint = "--machine-credentials allows that, or name a Secret with credentials in the store's auth",
            };
        }
    }

    private static bool Uses(StoreManifest store)
    {
        var auth = store.Provider.Child("auth");
        return store.ProviderField switch
        {
            "aws" => !HasAny(auth, "secretRef", "jwt"),
            "gcpsm" => !HasAny(auth, "secretRef", "workloadIdentity", "workloadIdentityFederation"),
            "azurekv" => store.Provider.Text("authType") is "ManagedIdentity"
                || (store.Provider.Text("authType") is "WorkloadIdentity" && !store.Provider.Has("serviceAccountRef")),
            "vault" => auth is not null && (LacksAny(auth, "iam", "secretRef", "jwt")
                || LacksAny(auth, "gcp", "secretRef", "workloadIdentity", "serviceAccountRef")
                || LacksAny(auth, "kubernetes", "secretRef", "serviceAccountRef")),
            _ => false,
        };
    }

    private static bool LacksAny(MapValue auth, string method, params string[] sources) =>
        auth.Child(method) is { } map && !HasAny(map, sources);

    private static bool HasAny(MapValue? map, params string[] names) => map is not null && names.Any(map.Has);
}
