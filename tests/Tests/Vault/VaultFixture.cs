using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Tests.Vault;

/// <summary>The surroundings of a provider, with the variables of a test.</summary>
internal sealed class VaultFixture : IDisposable
{
    private readonly HttpConnections _connections;

    public VaultFixture(params (string Name, string Value)[] variables)
        : this(TimeProvider.System, variables)
    {
    }

    public VaultFixture(TimeProvider clock, params (string Name, string Value)[] variables)
        : this(clock, null, variables)
    {
    }

    public VaultFixture(TimeProvider clock, byte[]? roots, params (string Name, string Value)[] variables)
    {
        var environment = new HostEnvironment(variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), "/");
        _connections = new(environment, clock) { TestOnlyTls = roots is null ? null : TlsOptions.Default.WithRoots(roots) };
        Host = new(environment, _connections, new ProcessRunner(), KernelRandom.Fill, clock);
    }

    public ProviderHost Host { get; }

    /// <summary>Settings of a store whose token is in a Secret.</summary>
    /// <param name="url">The server.</param>
    /// <param name="more">Further fields in JSON, each with a comma before it.</param>
    public static string WithToken(string url, string more = "") =>
        WithAuth(url, """{"tokenSecretRef":{"name":"vault","key":"token"}}""", more);

    /// <summary>Settings of a store with credentials.</summary>
    public static string WithAuth(string url, string auth, string more = "") => "{\"server\":\"" + url + "\",\"auth\":" + auth + more + "}";

    /// <summary>A store of kind vault, or another.</summary>
    /// <param name="settings">What is under the kind, in JSON.</param>
    /// <param name="references">What it refers to.</param>
    /// <param name="interval">How long to wait between attempts; null for the store's own.</param>
    /// <param name="retries">How often to repeat.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="ns">The namespace; empty for a cluster store by itself.</param>
    /// <param name="isClusterStore">Whether it is a cluster store.</param>
    /// <param name="keepsLogins">Whether logins outlive it.</param>
    public ISecretStore Store(
        string settings, IStoreReferences references, TimeSpan? interval = null, int retries = 0, string kind = "vault",
        string ns = "default", bool isClusterStore = false, bool keepsLogins = false) =>
        SecretStores.Find(kind)!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!,
            new StoreContext("s", isClusterStore, ns, references, Host)
            {
                MaxRetries = interval is null ? null : retries,
                RetryInterval = interval,
                KeepsLogins = keepsLogins,
            });

    public void Dispose() => _connections.Dispose();
}
