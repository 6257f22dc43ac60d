using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Integration.Kubernetes.Stores;

/// <summary>A namespace of the API server with Secrets, an account that may change them and one that may not; removed at the end.</summary>
internal sealed class StoreCluster : IAsyncDisposable
{
    private readonly Cluster _cluster = new();
    private readonly HostEnvironment _environment = new([], "/");
    private readonly HttpConnections _connections;
    private readonly ServerResources _resources;

    private StoreCluster(string ns)
    {
        Namespace = ns;
        _connections = new(_environment, TimeProvider.System);
        Client = _cluster.As();
        _resources = new(Client, cache: null);
        Objects = new(Client, _resources);
        Host = new(_environment, _connections, new ProcessRunner(), System.Security.Cryptography.RandomNumberGenerator.Fill,
            TimeProvider.System);
    }

    public string Namespace { get; }

    public ApiClient Client { get; }

    public ObjectClient Objects { get; }

    public ProviderHost Host { get; }

    public GivenReferences References { get; } = new();

    /// <summary>The certificate of the server's authority, in PEM.</summary>
    public string Authority => Encoding.ASCII.GetString(Client.Access.Cluster.CertificateAuthority.Read(_environment)!);

    /// <summary>Placeholders of scenarios.</summary>
    public IReadOnlyDictionary<string, string> Places => new Dictionary<string, string>
    {
        ["@KUBE@"] = Client.Access.Server,
        ["@KUBECA@"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Authority)),
        ["@DEAD@"] = "https://127.0.0.1:1",
    };

    public static async Task<StoreCluster> StartAsync(string ns, CancellationToken ct)
    {
        var cluster = new StoreCluster(ns);
        await cluster.CreateAsync($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{ns}}}"}}""", ct);
        foreach (var account in new[] { "reader", "nobody" })
        {
            await cluster.CreateAsync(
                $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{account}}}","namespace":"{{{ns}}}"}}""", ct);
        }

        await cluster.CreateAsync($$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"secrets","namespace":"{{ns}}"},
             "rules":[{"apiGroups":[""],"resources":["secrets"],
                       "verbs":["get","list","watch","create","update","patch","delete"]}]}
            """, ct);
        await cluster.CreateAsync($$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"secrets","namespace":"{{ns}}"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"secrets"},
             "subjects":[{"kind":"ServiceAccount","name":"reader","namespace":"{{ns}}"}]}
            """, ct);
        await cluster.UseAccountAsync("reader", ct);
        return cluster;
    }

    /// <summary>Gives the token of an account to stores that ask for one.</summary>
    public async Task UseAccountAsync(string account, CancellationToken ct)
    {
        var (token, _) = await new TokenRequest(Namespace, account, TimeSpan.FromHours(1)).SendAsync(Client, ct);
        using (token)
        {
            References.Token = Encoding.ASCII.GetString(token.Span);
        }

        References.Accounts[$"{Namespace}/{account}"] = [];
    }

    public async Task CreateAsync(string manifest, CancellationToken ct) =>
        await Objects.CreateAsync(GoJson.Parse(Encoding.UTF8.GetBytes(manifest)), WriteOptions.Default, ct);

    /// <summary>Makes a Secret of texts.</summary>
    public Task SecretAsync(string name, object data, CancellationToken ct, string labels = "{}") => CreateAsync(
        $$"""
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{name}}","namespace":"{{Namespace}}","labels":{{labels}}},
         "stringData":{{data}}}
        """, ct);

    /// <summary>A Secret as the server has it; null if it is not there.</summary>
    public async Task<JsonObject?> FindAsync(string name, CancellationToken ct, string? ns = null)
    {
        var found = await Objects.FindAsync(new("v1", "Secret", ns ?? Namespace, name), ct);
        return found.AsMap is null ? null : JsonNode.Parse(GoJson.Format(found, GoJsonOptions.Raw))!.AsObject();
    }

    /// <summary>A store of this namespace.</summary>
    /// <param name="auth">The member <c>auth</c> or <c>authRef</c>, with its name.</param>
    public ISecretStore Open(string auth = """
        "auth":{"serviceAccount":{"name":"reader"}}
        """, bool allowsFiles = false) => SecretStores.Find("kubernetes")!.Create(
        GoJson.Parse(Encoding.UTF8.GetBytes($$"""
            {"server":{"url":"{{Client.Access.Server}}","caBundle":"{{Places["@KUBECA@"]}}"},"remoteNamespace":"{{Namespace}}",{{auth}}}
            """)).AsMap!, Context("store") with { AllowsFiles = allowsFiles });

    public StoreContext Context(string name) => new(name, IsClusterStore: false, Namespace, References, Host);

    public async ValueTask DisposeAsync()
    {
        await Objects.DeleteAsync(new("v1", "Namespace", "", Namespace), DeleteOptions.Default, CancellationToken.None);
        _resources.Dispose();
        _connections.Dispose();
        _cluster.Dispose();
    }
}
