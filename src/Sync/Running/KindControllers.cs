using SecretsKit.Sync.Caching;

namespace SecretsKit.Sync.Running;

/// <summary>
/// The controllers of an agent: one entry for each kind. What is watched for them is a line of <see cref="AgentCaches"/>.
/// </summary>
internal static class KindControllers
{
    /// <summary>All that the options ask for.</summary>
    public static IReadOnlyList<KindController> For(AgentServices services)
    {
        var caches = services.Caches;
        List<KindController> all = [Mappings(services)];
        if (services.Options.ChecksStores)
        {
            all.Add(Stores("secretstore", caches.Stores, services));
        }

        if (services.Options.HasClusterKinds)
        {
            all.Add(Stores("clustersecretstore", caches.ClusterStores, services));
        }

        return all;
    }

    private static KindController Stores(string name, ObjectCache stores, AgentServices services) => new(
        name, stores,
        new StoreLoop(services.Objects, stores, services.Source, services.Options, services.Events, services.Host).ReconcileAsync);

    private static KindController Mappings(AgentServices services)
    {
        var caches = services.Caches;
        var loop = new MappingLoop(
            services.Objects, caches.Mappings, caches.Targets, services.Planner, services.Events, services.Log,
            services.Options.StatusHeartbeat, services.Host.Clock);
        return new("externalsecret", caches.Mappings, loop.ReconcileAsync)
        {
            Workers = services.Options.Workers,
            Triggers = queue => new MappingTriggers(caches.Mappings, queue).Listen(caches),
        };
    }
}
