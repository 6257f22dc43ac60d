using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Providers;
using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.Queueing;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Running;

/// <summary>Syncs all mappings of a cluster, or of a namespace, until it is ended.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="host">The surroundings of stores.</param>
/// <param name="options">How.</param>
internal sealed class SyncAgent(ObjectClient objects, ProviderHost host, AgentOptions options)
{
    private const string Group = "external-secrets.io";

    private readonly ObjectCache _mappings = new(
        new(Group, "v1", ExternalSecret.Kind, "externalsecrets") { IsNamespaced = true }, options.Namespace, ListOptions.All);

    private readonly ObjectCache _stores = new(
        new(Group, "v1", "SecretStore", "secretstores") { IsNamespaced = true }, options.Namespace, ListOptions.All);

    private readonly ObjectCache _clusterStores = new(
        new(Group, "v1", "ClusterSecretStore", "clustersecretstores"), "", ListOptions.All);

    private readonly ObjectCache _namespaces = new(new("", "v1", "Namespace", "namespaces"), "", ListOptions.All);

    private readonly ObjectCache _targets = new(
        new("", "v1", "Secret", "secrets") { IsNamespaced = true }, options.Namespace,
        new() { LabelSelector = $"{TargetNames.ManagedLabel}=true" });

    private readonly ObjectCache _pushes = new(
        new(Group, "v1alpha1", PushSecret.Kind, "pushsecrets") { IsNamespaced = true }, options.Namespace, ListOptions.All);

    private readonly ObjectCache _clusterMappings = new(
        new(Group, "v1", "ClusterExternalSecret", "clusterexternalsecrets"), "", ListOptions.All);

    private readonly ObjectCache _clusterPushes = new(
        new(Group, "v1alpha1", "ClusterPushSecret", "clusterpushsecrets"), "", ListOptions.All);

    /// <summary>Works until the token fires; what is under way is finished.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refuses a watch for good.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var clock = host.Clock;
        var caches = new Dictionary<string, ObjectCache>(StringComparer.Ordinal)
        {
            ["SecretStore"] = _stores,
            ["ClusterSecretStore"] = _clusterStores,
            ["Namespace"] = _namespaces,
        };
        var source = new ClusterObjects(objects, caches);
        await using var pool = new StorePool(source, options.Stores, host);
        var generators = new GeneratorRun(source, host, options.Stores.AllowsLocalAddresses);
        var surroundings = new TemplateSurroundings(clock, host.Random, options.LeftDelimiter, options.RightDelimiter);
        var planner = new SyncPlanner(
            pool, new(pool, new StoreReads(clock), generators), generators, new(new TargetRendering(source)), surroundings,
            options.AllowsGenericTargets ? new(new TargetRendering(source)) : null);
        var events = new EventRecorder(objects, clock);
        GenericTargetWatches? generic = null;
        var mappings = new MappingLoop(objects, _mappings, planner, events, clock, mapping => generic?.Follow(mapping));
        var mappingQueue = new WorkQueue<ObjectKey>(clock, mappings.ReconcileAsync);
        generic = new(objects, _mappings, mappingQueue, options.Namespace, clock);
        var storeQueue = new WorkQueue<ObjectKey>(
            clock, new StoreLoop(objects, _stores, source, options.Stores, events, host).ReconcileAsync);
        var clusterQueue = new WorkQueue<ObjectKey>(
            clock, new StoreLoop(objects, _clusterStores, source, options.Stores, events, host).ReconcileAsync);
        new MappingTriggers(_mappings, mappings, mappingQueue).Listen(_targets, _stores, _clusterStores);
        ListenTo(_stores, storeQueue);
        ListenTo(_clusterStores, clusterQueue);
        var kinds = new KindQueues(objects, clock);
        kinds.AddTask(generic.RunAsync);
        var pushPlanner = new PushPlanner(pool, source, source, generators, new(source), surroundings);
        var pushes = new PushLoop(objects, _pushes, pushPlanner, new(pool), events, clock);
        kinds.AddPushes(_pushes, pushes, _stores, _clusterStores);
        kinds.AddClusterWide(ClusterWideKind.ExternalSecrets, _clusterMappings, _mappings, _namespaces);
        kinds.AddClusterWide(ClusterWideKind.PushSecrets, _clusterPushes, _pushes, _namespaces);
        await RunAllAsync(mappingQueue, storeQueue, clusterQueue, kinds, ct);
    }

    private async Task RunAllAsync(
        WorkQueue<ObjectKey> mappings, WorkQueue<ObjectKey> stores, WorkQueue<ObjectKey> clusterStores, KindQueues kinds,
        CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = new ObjectWatch(objects, host.Clock);
        ObjectCache[] caches =
            [_mappings, _stores, _clusterStores, _namespaces, _targets, _pushes, _clusterMappings, _clusterPushes];
        List<Task> running = [.. caches.Select(cache => cache.RunAsync(watch, end.Token))];
        var listed = Task.WhenAll(caches.Select(cache => cache.Listed));

        // A watch that ends before all was listed has failed.
        await Task.WhenAny([listed, .. running]);
        if (listed.IsCompletedSuccessfully)
        {
            running.Add(stores.RunAsync(4, end.Token));
            running.Add(clusterStores.RunAsync(2, end.Token));
            running.Add(mappings.RunAsync(options.Workers, end.Token));
            running.AddRange(kinds.Run(end.Token));
        }

        await Task.WhenAny(running);
        await end.CancelAsync();
        try
        {
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // That was asked for.
        }
    }

    // Looks at a store whose settings changed, or that was annotated.
    private static void ListenTo(ObjectCache stores, WorkQueue<ObjectKey> queue)
    {
        stores.Changed += (key, old, now) =>
        {
            if (now is not null && (old is null || ObjectChange.IsOfMapping(new(old), new(now))))
            {
                queue.Add(key);
            }
        };
    }
}
