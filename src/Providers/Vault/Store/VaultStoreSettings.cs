using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Authentication.Methods;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Providers.Vault.Store;

/// <summary>What the manifest of a store says, checked (spec external-secrets.md 3.5). Nothing is asked.</summary>
internal sealed class VaultStoreSettings
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(1);

    // Spec external-secrets.md 3.5: from 1 to 1.5 seconds apart.
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1.5);

    /// <summary>Reads them.</summary>
    /// <param name="fields">What is under the kind.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="auth">How to log in; null for not at all.</param>
    /// <param name="defaultPath">The mount, if the store names none.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: they are wrong.</exception>
    public VaultStoreSettings(StoreFields fields, StoreContext context, VaultAuthMethod? auth, string defaultPath = "")
    {
        (Fields, Context, Auth) = (fields, context, auth);
        Address = fields.RequiredText("server");
        CheckAddress();
        Namespace = fields.Text("namespace");
        var isVersioned = fields.Text("version") switch
        {
            "" or "v2" => true,
            "v1" => false,
            _ => throw fields.Wrong("version", "it is neither v1 nor v2"),
        };
        Path = fields.Text("path") is { Length: > 0 } path ? path : defaultPath;
        Paths = new(Path, isVersioned);
        ChecksVersions = fields.Child("checkAndSet")?.Flag("required") ?? false;
        if (ChecksVersions && !isVersioned)
        {
            throw fields.Wrong("checkAndSet", "checkAndSet is only supported with Vault KV version v2");
        }

        var (readsOwnWrites, forwards) = (fields.Flag("readYourWrites"), fields.Flag("forwardInconsistent"));
        Consistency = readsOwnWrites || forwards ? new(readsOwnWrites, forwards) : null;
        Headers = [.. fields.TextMap("headers")];
        CheckHeaders();
        if (fields.Child("tls") is { } tls && tls.Has("certSecretRef") != tls.Has("keySecretRef"))
        {
            throw tls.Wrong("", "both certSecretRef and keySecretRef must be there, or neither");
        }

        CheckNamespaces();
    }

    /// <summary>The map itself.</summary>
    public StoreFields Fields { get; }

    /// <summary>Whose store it is.</summary>
    public StoreContext Context { get; }

    /// <summary>How to log in; null for not at all.</summary>
    public VaultAuthMethod? Auth { get; }

    /// <summary>The address of the server.</summary>
    public string Address { get; }

    /// <summary>The namespace; empty for none.</summary>
    public string Namespace { get; }

    /// <summary>The mount, perhaps with a folder; empty if keys name it.</summary>
    public string Path { get; }

    /// <summary>Where keys are.</summary>
    public KvPaths Paths { get; }

    /// <summary>Whether writes name the version that they replace.</summary>
    public bool ChecksVersions { get; }

    /// <summary>Makes reads see earlier writes; null where that is not wanted.</summary>
    public VaultConsistency? Consistency { get; }

    /// <summary>Further headers of all requests.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Whether the store depends on the namespace of each mapping, so that it cannot be looked at by itself.</summary>
    public bool IsReferent => (Auth?.IsReferent(Context) ?? false)
        || (Fields.Child("tls") is { } tls && (IsReferentTo(tls, "certSecretRef") || IsReferentTo(tls, "keySecretRef")));

    /// <summary>When requests are sent again.</summary>
    public HttpRetryPolicy Retries => Context.MaxRetries is { } count
        ? Every(Context.RetryInterval ?? DefaultDelay, count, Context.RetryInterval is null)
        : Every(DefaultDelay, 2, hasRandomPart: true);

    private static HttpRetryPolicy Every(TimeSpan delay, int count, bool hasRandomPart) => new()
    {
        MaxAttempts = count < int.MaxValue ? count + 1 : count,
        FirstDelay = delay,
        MaxDelay = delay,
        RandomPart = hasRandomPart ? 1 / 3.0 : 0,
        Budget = delay.TotalHours * count < 1 ? Budget + (delay * count) : TimeSpan.FromHours(1),
    };

    private bool IsReferentTo(StoreFields fields, string name) =>
        fields.Child(name) is { } reference && StoreReferenceFields.IsReferent(reference, Context);

    private void CheckAddress()
    {
        try
        {
            HttpUrl.Parse(Address);
        }
        catch (SecretsKitException failure)
        {
            throw Fields.Wrong("server", failure.Message);
        }
    }

    private void CheckHeaders()
    {
        var list = new HttpHeaderList();
        foreach (var (name, value) in Headers)
        {
            Fields.AddHeader(list, name, value);
        }
    }

    private void CheckNamespaces()
    {
        var tls = Fields.Child("tls");
        foreach (var reference in (StoreFields?[])[Fields.Child("caProvider"), tls?.Child("certSecretRef"), tls?.Child("keySecretRef")])
        {
            if (reference is not null)
            {
                reference.RequiredText("name");
                _ = StoreReferenceFields.NamespaceOf(reference, Context);
            }
        }
    }
}
