using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Platform.Files;
using SecretsKit.Releases.Access;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Renders a chart, as an installation and as an upgrade, and works out which rights its deploys need.</summary>
/// <param name="session">Streams, keys, hints.</param>
/// <param name="request">The release.</param>
/// <param name="cluster">The cluster, which is asked for kinds and what is installed; null to ask none.</param>
internal sealed class AccessFinder(HelmSession session, AccessRequest request, ClusterSession? cluster)
{
    private readonly DefinedKinds _defined = new();
    private readonly HashSet<(string ApiVersion, string Kind, string Namespace, string Name)> _lookups = [];

    private AccessTarget Target => new(request.Release.Namespace)
    {
        Generation = session.Generation,
        Storage = request.Storage,
        Waits = request.Waits,
        Replaces = request.Replaces,
        Locks = request.Locks,
        CreatesNamespace = request.CreatesNamespace,
    };

    /// <summary>Works them out.</summary>
    /// <exception cref="SecretsKitException">The chart does not render, or a kind is not known.</exception>
    public async Task<ReleaseRights> FindAsync(CancellationToken ct)
    {
        foreach (var file in request.Definitions)
        {
            _defined.Add(await FileReader.ReadAsync(session.Host.Environment, file, ct), session.Generation);
        }

        var capabilities = cluster is null
            ? Capabilities.Default(session.Generation)
            : await ClusterTemplateData.CapabilitiesAsync(cluster.Objects, ct);
        var objects = new AccessObjects(Target, FindKindAsync);
        foreach (var isUpgrade in (bool[])[false, true])
        {
            var rendering = (await RenderAsync(isUpgrade, capabilities, ct)).Rendering;
            Define(rendering);
            await objects.AddAsync(rendering, ct);
        }

        await AddInstalledAsync(objects, ct);
        var lookups = await LookupRightsAsync(ct);
        return objects.Unknown.Count == 0 ? ReleaseRights.Of(Target, objects.Found, lookups) : throw Unknown(objects.Unknown);
    }

    private Task<RenderedRelease> RenderAsync(bool isUpgrade, Capabilities capabilities, CancellationToken ct)
    {
        var inner = cluster is null ? null : ClusterTemplateData.Lookup(cluster.Objects, ct);
        return new ReleaseRendering(session.ChartHost, session.Inputs)
        {
            Progress = (values, chart) => (session.Hints.Values, session.Hints.Chart) = (values, chart),
            Complete = (complete, _) => Task.FromResult(complete with
            {
                Capabilities = capabilities,
                Lookup = (apiVersion, kind, place, name) =>
                {
                    lock (_lookups)
                    {
                        _lookups.Add((apiVersion, kind, place, name));
                    }

                    return inner is null ? Value.Of(new MapValue()) : inner(apiVersion, kind, place, name);
                },
            }),
        }.RunAsync(request.Release with { IsUpgrade = isUpgrade }, ct);
    }

    private void Define(RenderResult rendering)
    {
        foreach (var file in rendering.Chart.Source.CrdFiles)
        {
            _defined.Add(file.Data, session.Generation);
        }

        foreach (var manifest in rendering.Manifests.Where(manifest => manifest.Head.Kind == "CustomResourceDefinition"))
        {
            _defined.Add(manifest.Text, session.Generation);
        }
    }

    // The server knows best; definitions that the chart brings along may not be there yet.
    private async ValueTask<ApiResource?> FindKindAsync(string apiVersion, string kind, CancellationToken ct) =>
        (cluster is null ? null : await cluster.Objects.Resources.FindAsync(apiVersion, kind, ct))
            ?? await _defined.FindAsync(apiVersion, kind, ct);

    // What the chart no longer has is deleted by the next upgrade. Whoever may not read records gets the rights of the rendering.
    private async Task AddInstalledAsync(AccessObjects objects, CancellationToken ct)
    {
        if (cluster is null || request.Storage is not (StorageDriver.Secret or StorageDriver.ConfigMap))
        {
            return;
        }

        try
        {
            var records = new ReleaseStore(
                ReleaseRun.StorageIn(session, cluster, request.Storage, request.Release.Namespace), session.Generation);
            if ((await records.LoadHistoryAsync(request.Release.Name, ct)).Last?.Read() is { } installed)
            {
                await objects.AddAsync(installed.Manifest.Memory, ObjectUse.Release, ct);
            }
        }
        catch (SecretsKitException failure) when (failure.Cause is StorageCause)
        {
            session.Host.WriteErrorLine(
                "note: the installed revision could not be read, so kinds that the chart no longer has are not looked at: "
                + failure.Message);
        }
    }

    private async Task<IReadOnlyList<AccessRight>> LookupRightsAsync(CancellationToken ct)
    {
        var rights = new List<AccessRight>();
        foreach (var (apiVersion, kind, place, name) in _lookups)
        {
            if (await FindKindAsync(apiVersion, kind, ct) is { } resource)
            {
                rights.Add(new(name.Length > 0 ? "get" : "list", resource.Group, resource.Name)
                {
                    Namespace = !resource.IsNamespaced ? ""
                        : place.Length == 0 && name.Length > 0 ? request.Release.Namespace
                        : place,
                });
            }
        }

        return rights;
    }

    private SecretsKitException Unknown(IReadOnlyCollection<string> kinds) => new(
        ErrorCode.General,
        cluster is null
            ? $"the plural names of these kinds are not known without a cluster: {string.Join(", ", kinds)}"
            : $"the cluster does not have these kinds: {string.Join(", ", kinds)}")
    {
        Hint = cluster is null
            ? "give the file of their CustomResourceDefinitions with --crds FILE, or add --cluster, which asks the API server"
            : "install their CustomResourceDefinitions first, or give the file of them with --crds FILE",
    };
}
