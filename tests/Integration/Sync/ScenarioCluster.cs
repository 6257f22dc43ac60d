using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Stores;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Sync;

/// <summary>The API server with our definitions, and agents that work on it.</summary>
internal sealed class ScenarioCluster : IDisposable
{
    private readonly Cluster _cluster = new();
    private readonly ServerResources _resources;
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);

    /// <param name="server">The URL of another server with the same certificates. Default: that of the tests.</param>
    public ScenarioCluster(string server = "")
    {
        var client = _cluster.As(choice: new() { Context = "admin", Server = server });
        _resources = new(client, cache: null);
        Objects = new(client, _resources);
    }

    /// <summary>The other servers.</summary>
    public ScenarioServers Servers { get; } = new();

    /// <summary>The server, for its administrator.</summary>
    public ObjectClient Objects { get; }

    /// <summary>The addresses of this run, by the marks that the cases have instead.</summary>
    public IReadOnlyDictionary<string, string> Marks
    {
        get
        {
            var access = Objects.Client.Access;
            var authority = access.Cluster.CertificateAuthority.Read(new HostEnvironment([], "/")) ?? [];
            return new Dictionary<string, string>(Servers.Marks)
            {
                ["@KUBECA@"] = Convert.ToBase64String(authority),
                ["@KUBE@"] = access.Server.TrimEnd('/'),
                ["@DEAD@"] = "http://127.0.0.1:9",
            };
        }
    }

    public void Dispose()
    {
        Servers.Dispose();
        _connections.Dispose();
        _resources.Dispose();
        _cluster.Dispose();
    }

    /// <summary>
    /// An agent with flags of the reference, and with keys for encrypted files in a Secret. Agents of tests run side by side: one without a
    /// namespace of its own has the class of none of the others, and one without keys serves no encrypted files.
    /// </summary>
    public SyncAgent AgentWith(
        IReadOnlyList<string> flags, string @namespace = "", string keysNamespace = "", string keysSecret = "")
    {
        string ValueOf(string flag, string otherwise) =>
            flags.FirstOrDefault(given => given.StartsWith($"--{flag}=", StringComparison.Ordinal))?[(flag.Length + 3)..] ?? otherwise;

        return new(Objects, Host(), new()
        {
            Namespace = @namespace,
            HasClusterKinds = @namespace.Length == 0,
            ServesSopsSecrets = keysSecret.Length > 0,
            GeneratorGrace = TimeSpan.FromSeconds(1),
            Stores = new(ValueOf("controller-class", "default"), ValueOf("enable-flood-gate", "true") == "true")
            {
                AllowsLocalAddresses = true,
                RoundsNumbers = true,
            },
            KeysNamespace = keysNamespace,
            KeysSecret = keysSecret,
            AllowsGenericTargets = flags.Contains("--unsafe-allow-generic-targets"),
            LeftDelimiter = ValueOf("template-left-delimiter", "{{"),
            RightDelimiter = ValueOf("template-right-delimiter", "}}"),
        }, new SilentLog());
    }

    /// <summary>Installs our definitions, as far as a server of this age takes them, and what the cases expect.</summary>
    public async Task InstallAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Checkout.Root, "src", "Agent", "chart", "files", "crds");
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml"))
        {
            var definition = KubernetesYaml.Read(await File.ReadAllBytesAsync(file, ct), new() { KeepsIntegers = true });
            await CreateAsync(Stripped(definition), ct);
        }

        await CreateAsync(Yaml("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """), ct);
        await CreateAsync(Yaml("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: secret-editor}
            rules:
            - {apiGroups: [""], resources: [secrets], verbs: [get, list, watch, create, update, patch, delete]}
            """), ct);
        var at = DateTimeOffset.UtcNow;
        while (true)
        {
            _resources.Forget();
            if (await _resources.FindAsync("external-secrets.io/v1", "ExternalSecret", ct) is { } mapping
                && await _resources.FindAsync("generators.external-secrets.io/v1alpha1", "Webhook", ct) is not null
                && await IsServedAsync(mapping, ct))
            {
                return;
            }

            Assert.True(DateTimeOffset.UtcNow - at < TimeSpan.FromMinutes(1), "the definitions are not served");
            await Task.Delay(500, ct);
        }
    }

    private async Task<bool> IsServedAsync(ApiResource resource, CancellationToken ct)
    {
        try
        {
            await Objects.ListAsync(resource, "", ListOptions.All, ct);
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private async Task CreateAsync(Value manifest, CancellationToken ct)
    {
        try
        {
            await Objects.CreateAsync(manifest, WriteOptions.Default, ct);
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            // An earlier run made it.
        }
    }

    private ProviderHost Host() => new(
        new HostEnvironment([.. Servers.Variables], "/"), _connections, new ProcessRunner(),
        System.Security.Cryptography.RandomNumberGenerator.Fill,
        TimeProvider.System);

    private static Value Yaml(string text) =>
        KubernetesYaml.Read(System.Text.Encoding.UTF8.GetBytes(text), new() { KeepsIntegers = true });

    // What a server of version 1.20 refuses.
    private static Value Stripped(Value value)
    {
        if (value.AsMap is { } map)
        {
            var kept = new MapValue();
            foreach (var (key, child) in map.Entries)
            {
                var name = key.RevealText();
                if (name is "x-kubernetes-validations" or "selectableFields"
                    || (name == "default" && child is { IsString: true, StringBytes.Length: 0 }))
                {
                    continue;
                }

                kept.Set(key, Stripped(child));
            }

            return Value.Of(kept);
        }

        return value.AsList is { } list ? Value.Of(new ListValue([.. list.Items.ToArray().Select(Stripped)])) : value;
    }
}
