using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Namespaces for tests, and what is in them.</summary>
internal sealed class ScratchCluster(TestingContext context) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What the reference allows until it takes the finalizers away.
    private static readonly TimeSpan DeletionTime = TimeSpan.FromSeconds(180);

    private static readonly ApiResource Deployments = new("apps", "v1", "Deployment", "deployments") { IsNamespaced = true };

    private readonly ClusterSession _session = ClusterSession.Open(
        new HelmSession(context.Host, HelmProgram.GenerationOf(context.Host.Environment), SilentChartLog.Instance), new ClusterTarget());

    /// <summary>How long removing what a test made may take: the deletion, and as much for the rest.</summary>
    public static TimeSpan CleanUpTime => 3 * DeletionTime;

    /// <summary>Objects of the cluster.</summary>
    public ObjectClient Objects => _session.Objects;

    /// <summary>Creates a namespace.</summary>
    /// <exception cref="SecretsKitException">It cannot be created.</exception>
    public async Task CreateNamespaceAsync(string name, CancellationToken ct)
    {
        context.Announce("kubectl", "create", "namespace", name);
        await _session.RequireReachableAsync(ct);
        await Objects.CreateAsync(NamespaceOf(name), new(), ct);
    }

    /// <summary>Deletes a namespace and waits until it is gone; after three minutes its finalizers are taken away.</summary>
    public async Task DeleteNamespaceAsync(string name, CancellationToken ct)
    {
        context.Announce("kubectl", "delete", "namespace", name);
        var reference = new ResourceRef("v1", "Namespace", "", name);
        try
        {
            await Objects.DeleteAsync(reference, new(), ct);
            var start = context.Host.Clock.GetTimestamp();
            while (!(await Objects.FindAsync(reference, ct)).IsNil)
            {
                if (context.Host.Clock.GetElapsedTime(start) > DeletionTime)
                {
                    context.Print($"Namespace {HelmWork.Quoted(name)} did not terminate: its finalizers are removed.");
                    await FinalizeAsync(name, ct);
                    return;
                }

                await Task.Delay(Pause, context.Host.Clock, ct);
            }
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            context.PrintText($"Error deleting namespace {HelmWork.Quoted(name)}: {failure.Message}\n");
        }
    }

    /// <summary>Waits until no deployment lacks replicas.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="selector">Which deployments; empty for all.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">One still does when the time for requests is over.</exception>
    public async Task RequireDeploymentsAsync(string place, string selector, CancellationToken ct)
    {
        context.Announce(["kubectl", "get", "deployments", "--namespace", place, .. selector.Length > 0 ? (string[])["-l", selector] : []]);
        var start = context.Host.Clock.GetTimestamp();
        while (true)
        {
            var list = await Objects.ListAsync(Deployments, place, new() { LabelSelector = selector }, ct);
            var waiting = list.Items.FirstOrDefault(item => ObjectReading.Number(item, "status", "unavailableReplicas") > 0);
            if (waiting.IsNil)
            {
                return;
            }

            if (context.Host.Clock.GetElapsedTime(start) > context.Settings.KubectlTimeout)
            {
                throw new SecretsKitException(
                    ErrorCode.General,
                    $"deployment {HelmWork.Quoted(ObjectReading.Text(waiting, "metadata", "name"))} still lacks replicas after " +
                    $"{context.Settings.KubectlTimeout.TotalSeconds:0}s");
            }

            await Task.Delay(Pause, context.Host.Clock, ct);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private async Task FinalizeAsync(string name, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetBytes(
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name +
            "\"},\"spec\":{\"finalizers\":[]}}");
        var request = new ApiRequest(HttpMethod.Put, $"/api/v1/namespaces/{name}/finalize")
        {
            Body = HttpBody.FromBytes(body, "application/json"),
        };
        await Objects.Client.SendAsync(request, ct);
    }

    private static Value NamespaceOf(string name)
    {
        var (manifest, metadata) = (new MapValue(), new MapValue());
        metadata.Set(new ByteString("name"), Value.Of(name));
        manifest.Set(new ByteString("apiVersion"), Value.Of("v1"));
        manifest.Set(new ByteString("kind"), Value.Of("Namespace"));
        manifest.Set(new ByteString("metadata"), Value.Of(metadata));
        return Value.Of(manifest);
    }
}
