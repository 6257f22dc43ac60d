using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Integration.Agent.Chart;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Sync;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Age;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;
using DocumentFormat = SecretsKit.Core.Documents.DocumentFormat;

namespace SecretsKit.Integration.Agent;

/// <summary>A right: a verb on a resource of a group, as roles name them.</summary>
/// <param name="Place">The namespace of the role; empty for the whole cluster.</param>
/// <param name="Group">The group.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Verb">The verb.</param>
internal sealed record Right(string Place, string Group, string Resource, string Verb)
{
    public override string ToString() => $"{Verb} {Resource}{(Group.Length > 0 ? "." + Group : "")} in {Place}";
}

/// <summary>
/// A cluster of its own with what the agent's chart installs for it: the account with its roles, whose requests are recorded on their way.
/// </summary>
internal sealed class AgentRoleBench : IAsyncDisposable
{
    private const string Release = "role";

    private readonly TestFolder _folder = new();
    private readonly SecondServer _server;
    private readonly ScenarioCluster _cluster;
    private readonly ApiProxy _proxy;
    private readonly X25519Identity _identity = AgeKeygen.Generate(RandomNumberGenerator.Fill);

    private AgentRoleBench(SecondServer server)
    {
        _server = server;
        _cluster = new(server.Url);
        _proxy = new(server: server.Url);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ObjectClient Objects => _cluster.Objects;

    /// <summary>What the roles of the release allow, each as often as they say it.</summary>
    public List<Right> Granted { get; } = [];

    /// <summary>The flags that the chart gives to the agent.</summary>
    public List<string> Flags { get; } = [];

    /// <summary>What the agent asked for and got.</summary>
    public HashSet<Right> Used =>
        [.. _proxy.Requests.Where(sent => !sent.IsDiscovery && sent.Status is > 0 and not 403).Select(RightOf)
            .Select(right => IsOfCluster(right) ? right with { Place = "" } : right)];

    /// <summary>What it was refused.</summary>
    public IEnumerable<string> Refused => _proxy.Requests.Where(sent => sent.Status == 403).Select(sent => sent.ToString());

    public static async Task<AgentRoleBench> StartAsync(string mark)
    {
        var bench = new AgentRoleBench(await SecondServer.StartAsync($"/{mark}-{Environment.ProcessId}"));
        await bench._cluster.InstallAsync(Ct);
        foreach (var ns in (string[])["system", "one", "two"])
        {
            await bench.ApplyAsync($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}, labels: {{team: {ns}}} }} }}");
        }

        return bench;
    }

    /// <summary>Installs the account and its roles, and writes a kubeconfig for it.</summary>
    public async Task<string> InstallAsync(params string[] values)
    {
        foreach (var tree in await RenderedChart.RenderAsync(Release, "system", [.. values, "installCRDs=false"]))
        {
            switch (tree.Text("kind"))
            {
                case "Deployment":
                    Flags.AddRange(RenderedChart.FlagsOf(tree).Where(flag => !flag.Contains("-addr=", StringComparison.Ordinal)));
                    break;
                case "Role" or "ClusterRole" when !IsForOthers(tree):
                    Granted.AddRange(RightsOf(tree));
                    await Objects.CreateAsync(Value.Of(tree), WriteOptions.Default, Ct);
                    break;
                case "ServiceAccount" or "RoleBinding" or "ClusterRoleBinding":
                    await Objects.CreateAsync(Value.Of(tree), WriteOptions.Default, Ct);
                    break;
            }
        }

        return _folder.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            current-context: agent
            clusters: [{name: tests, cluster: {server: "http://127.0.0.1:{{_proxy.Port}}"} }]
            contexts: [{name: agent, context: {cluster: tests, user: agent, namespace: system} }]
            users: [{name: agent, user: {token: {{await TokenAsync()}} } }]
            """);
    }

    public async Task ApplyAsync(string manifests)
    {
        foreach (var text in manifests.Split("\n---\n"))
        {
            await Objects.CreateAsync(
                KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), new() { KeepsIntegers = true }), WriteOptions.Default, Ct);
        }
    }

    public Task PatchAsync(string apiVersion, string kind, string ns, string name, string patch) => Objects.PatchAsync(
        new(apiVersion, kind, ns, name), ObjectPatch.JsonMerge(GoJson.Parse(Encoding.UTF8.GetBytes(patch)).AsMap!), new(), Ct);

    /// <summary>Gives an object the status that an operator would have written.</summary>
    public async Task WriteStatusAsync(string kind, string ns, string name, string status)
    {
        var tree = (await Objects.GetAsync(new("external-secrets.io/v1", kind, ns, name), Ct)).AsMap!;
        var resource = await Objects.ResourceAsync(new ObjectHead(tree).Reference, Ct);
        tree.With("status", GoJson.Parse(Encoding.UTF8.GetBytes(status)));
        await Objects.Client.SendAsync(
            new(HttpMethod.Put, $"{resource.PathOfOne(ns, name)}/status")
            {
                Body = HttpBody.FromBytes(GoJson.Format(Value.Of(tree), GoJsonOptions.Raw), ApiMedia.Json),
            },
            Ct);
    }

    /// <summary>A document, and a Secret with the key for it.</summary>
    public async Task<string> EncryptAsync(string ns, string secret)
    {
        await Objects.CreateAsync(
            Value.Of(new MapValue().With("apiVersion", "v1").With("kind", "Secret")
                .With("metadata", new MapValue().With("name", secret).With("namespace", ns))
                .With("stringData", new MapValue().With(
                    "all-namespaces.agekey", AgeKeygen.RevealIdentityFile(_identity, DateTimeOffset.UnixEpoch)))),
            WriteOptions.Default, Ct);
        return await AgeDocuments.EncryptAsync(
            _identity.Recipient.ToString()!, "password: canary\n", DocumentFormat.Yaml, TimeProvider.System, Ct);
    }

    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 300, $"it did not come to that: {what}; refused: {string.Join(", ", Refused.Distinct())}");
            await Task.Delay(100, Ct);
        }
    }

    public async Task<bool> IsThereAsync(string apiVersion, string kind, string ns, string name) =>
        !(await Objects.FindAsync(new(apiVersion, kind, ns, name), Ct)).IsNil;

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        _cluster.Dispose();
        _identity.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    // Roles that people and other controllers get through their own, and the agent does not.
    private static bool IsForOthers(MapValue role) => Array.Exists(
        (string[])["-view", "-edit", "-servicebindings"], end => new ObjectHead(role).Name.EndsWith(end, StringComparison.Ordinal));

    private static IEnumerable<Right> RightsOf(MapValue role) =>
        from rule in role.Children("rules")
        from resource in rule.Texts("resources")
        from verb in rule.Texts("verbs")
        select new Right(new ObjectHead(role).Namespace, rule.Texts("apiGroups").Single(), resource, verb);

    private async Task<string> TokenAsync()
    {
        var answer = await Objects.Client.SendAsync(
            new(HttpMethod.Post, $"/api/v1/namespaces/system/serviceaccounts/{Release}-secretskit-agent/token")
            {
                Body = HttpBody.FromBytes(
                    """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}"""u8.ToArray(),
                    ApiMedia.Json),
            },
            Ct);
        return answer.AsMap!.Child("status")!.Text("token");
    }

    // A role of the whole cluster covers all namespaces.
    private bool IsOfCluster(Right right) => Granted.Contains(right with { Place = "" });

    // As the server's authorizer reads requests.
    private static Right RightOf(ProxiedRequest sent)
    {
        var parts = sent.Path.Trim('/').Split('/');
        var group = parts[0] == "api" ? "" : parts[1];
        var rest = parts[(parts[0] == "api" ? 2 : 3)..];
        var place = "";
        if (rest is ["namespaces", var ns, _, ..])
        {
            (place, rest) = (ns, rest[2..]);
        }

        var resource = rest.Length > 2 ? $"{rest[0]}/{rest[2]}" : rest[0];
        resource = group == "generators.external-secrets.io" && resource != "generatorstates" ? "*" : resource;
        var verb = sent.Method switch
        {
            "GET" when sent.Query.Contains("watch=true", StringComparison.Ordinal) => "watch",
            "GET" => rest.Length > 1 ? "get" : "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            _ => "delete",
        };
        return new(place, group, resource, verb);
    }
}
