using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Platform.Http;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Integration.Releases;

/// <summary>A namespace of the real API server, whose pods a test brings to their phases as a kubelet does.</summary>
internal sealed class ReleaseNamespace : IAsyncDisposable
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    private readonly Cluster _cluster = new();
    private readonly List<ServerResources> _resources = [];
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _nodes = [];

    private ReleaseNamespace() => Objects = As("admin");

    public string Name { get; } = "wait-" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>The server, for its administrator.</summary>
    public ObjectClient Objects { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ReleaseNamespace> CreateAsync()
    {
        var made = new ReleaseNamespace();
        await made.ApplyAsync($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {made.Name}}}}}");
        await made.WaitForAccountAsync();
        return made;
    }

    /// <summary>The server, for a user.</summary>
    public ObjectClient As(string user)
    {
        var client = _cluster.As(user, new ClusterChoice { Context = user, Namespace = Name });
        var resources = new ServerResources(client, cache: null);
        _resources.Add(resources);
        return new(client, resources);
    }

    /// <summary>Makes an object.</summary>
    /// <returns>Which, as its manifest names it.</returns>
    public async Task<ResourceRef> ApplyAsync(string yaml)
    {
        var manifest = Read(yaml);
        await Objects.CreateAsync(manifest, WriteOptions.Default, Ct);
        return ResourceRef.Read(manifest, "test");
    }

    /// <summary>Changes an object by a JSON merge patch.</summary>
    public Task PatchAsync(ResourceRef reference, string yaml) =>
        Objects.PatchAsync(reference, ObjectPatch.JsonMerge(Read(yaml).AsMap!), WriteOptions.Default, Ct);

    /// <summary>Changes the status of an object of the namespace.</summary>
    /// <param name="path">As <c>pods/x</c>, in the core group.</param>
    /// <param name="yaml">The status.</param>
    public Task SetStatusAsync(string path, string yaml) => Objects.Client.SendAsync(
        new(HttpMethod.Patch, $"/api/v1/namespaces/{Name}/{path}/status")
        {
            Body = HttpBody.FromBytes(GoJson.Format(Read($"{{status: {yaml}}}"), GoJsonOptions.Raw), ApiMedia.StrategicMergePatch),
        },
        Ct);

    /// <summary>Gives each pod a status as soon as it is made, until the end of the test.</summary>
    public void PlayNode(string status) => _nodes.Add(PlayNodeAsync(status));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_nodes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Objects.DeleteAsync(new("v1", "Namespace", "", Name), DeleteOptions.Default, CancellationToken.None);
        _resources.ForEach(one => one.Dispose());
        _cluster.Dispose();
        _end.Dispose();
    }

    private static Value Read(string yaml) => KubernetesYaml.Read(Encoding.UTF8.GetBytes(yaml), Options);

    // Pods are refused until controllers have made the account of the namespace and its token.
    private async Task WaitForAccountAsync()
    {
        var account = new WatchSelection(new("", "v1", "ServiceAccount", "serviceaccounts") { IsNamespaced = true }, Name);
        await foreach (var happened in new ObjectWatch(Objects, TimeProvider.System).RunAsync(account, Ct))
        {
            if (happened.Object.AsMap is { } fields && !new LiveObject(fields).At("secrets").IsNil)
            {
                return;
            }
        }
    }

    private async Task PlayNodeAsync(string status)
    {
        var pods = new WatchSelection(new("", "v1", "Pod", "pods") { IsNamespaced = true }, Name);
        await foreach (var happened in new ObjectWatch(Objects, TimeProvider.System).RunAsync(pods, _end.Token))
        {
            if (happened.Kind == WatchEventKind.Added)
            {
                await SetStatusAsync("pods/" + ResourceRef.Read(happened.Object, "test").Name, status);
            }
        }
    }
}
