using SecretsKit.Sync.Caching;
using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.SopsSecrets;

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
        var options = services.Options;
        if (options.IsShadow)
        {
            return [Shadows(services)];
        }

        List<KindController> all = [Mappings(services)];
        Add(options.ServesPushSecrets, () => Pushes(services));
        Add(options.ServesPushSecrets, () => Protection("SecretStore", caches.Stores, services));
        Add(options.CollectsGeneratorStates, () => GeneratorStateController(services));
        Add(options.ServesSopsSecrets, () => SopsSecrets(services));
        Add(options.ChecksStores, () => Stores("secretstore", caches.Stores, services));
        if (options.HasClusterKinds)
        {
            all.Add(Stores("clustersecretstore", caches.ClusterStores, services));
            Add(options.ServesPushSecrets, () => Protection("ClusterSecretStore", caches.ClusterStores, services));
            Add(
                options.ServesClusterMappings,
                () => ClusterWide(ClusterWideKind.ExternalSecrets, caches.ClusterMappings, caches.Mappings, services));
            Add(
                options.ServesClusterPushSecrets,
                () => ClusterWide(ClusterWideKind.PushSecrets, caches.ClusterPushSecrets, caches.PushSecrets, services));
        }

        void Add(bool isServed, Func<KindController> make)
        {
            if (isServed)
            {
                all.Add(make());
            }
        }

        return all;
    }

    private static KindController Stores(string name, ObjectCache stores, AgentServices services)
    {
        var loop = new StoreLoop(services.Objects, stores, services.Source, services.Options, services.Events, services.Host,
            services.Keys.For);
        return new(name, stores, (key, _, ct) => loop.ReconcileAsync(key, ct));
    }

    private static KindController Mappings(AgentServices services)
    {
        var caches = services.Caches;
        var loop = new MappingLoop(
            services.Objects, caches.Mappings, caches.Targets, services.Planner, services.Demands, services.GoneTargets, services.States,
            services.Events, services.Options.StatusHeartbeat, services.Host.Clock, services.GenericTargets.Follow, services.Restarts.Note);
        return new("externalsecret", caches.Mappings, loop.ReconcileAsync)
        {
            Workers = services.Options.Workers,
            Triggers = queue =>
            {
                new MappingTriggers(caches.Mappings, queue, services.GoneTargets).Listen(caches);
                services.Demands.Ask = queue.Add;
                if (services.Options.SyncsOnChange)
                {
                    services.StoreWatches.Listen();
                }

                services.GenericTargets.Fill(queue);
            },
        };
    }

    private static KindController Shadows(AgentServices services)
    {
        var caches = services.Caches;
        var loop = new ShadowLoop(
            services.Objects, caches.Mappings, new(services.Planner, services.Host.Clock), services.Shadow, services.Log,
            services.Host.Clock);
        return new("externalsecret", caches.Mappings, loop.ReconcileAsync)
        {
            Workers = services.Options.Workers,
            WritesConditions = false,
            Matters = ShadowLoop.Matters,
            Triggers = queue => new MappingTriggers(caches.Mappings, queue).Listen(caches),
        };
    }

    private static KindController Pushes(AgentServices services)
    {
        var planner = new PushPlanner(
            services.Stores, services.Source, services.Source, services.Generators, new(services.Source), services.Surroundings)
        {
            KeepsStates = true,
        };
        var loop = new PushLoop(
            services.Objects, services.Caches.PushSecrets, planner, new(services.Stores), services.States, services.Events,
            services.Host.Clock);
        return new("pushsecret", services.Caches.PushSecrets, (key, _, ct) => loop.ReconcileAsync(key, ct));
    }

    private static KindController SopsSecrets(AgentServices services)
    {
        var caches = services.Caches;
        var planner = new SopsPlanner(services.Source, services.Keys.For, services.Host.Random, services.Host.Clock)
        {
            HasAgentKeys = services.Keys.IsWatched,
        };
        var loop = new SopsLoop(services.Objects, caches.SopsSecrets, caches.Targets, planner, services.Events);
        return new("sopssecret", caches.SopsSecrets, (key, _, ct) => loop.ReconcileAsync(key, ct))
        {
            Triggers = queue =>
            {
                caches.Targets.Listen(target => loop.OwnersOf(target).ForEach(queue.Add));
                services.Keys.Listen(() => loop.Unready().ForEach(queue.Add));
            },
        };
    }

    private static KindController GeneratorStateController(AgentServices services)
    {
        var loop = new GeneratorStateLoop(services.Objects, services.Caches.GeneratorStates, services.Generators, services.Host.Clock);
        return new("generatorstate", services.Caches.GeneratorStates, (key, _, ct) => loop.ReconcileAsync(key, ct));
    }

    private static KindController Protection(string kind, ObjectCache stores, AgentServices services)
    {
        var protection = new StoreProtection(services.Objects, stores, kind, services.Caches.PushSecrets);
        return new($"{kind.ToLowerInvariant()}protection", stores, (key, _, ct) => protection.ReconcileAsync(key, ct))
        {
            Workers = 1,
            WritesConditions = false,
            Triggers = queue => services.Caches.PushSecrets.Listen((_, old, now) => protection.StoresOf(old, now).ForEach(queue.Add)),
        };
    }

    private static KindController ClusterWide(ClusterWideKind kind, ObjectCache parents, ObjectCache children, AgentServices services)
    {
        var loop = new ClusterWideLoop(services.Objects, kind, parents, children, services.Caches.Namespaces, services.Host.Clock);
        return new(kind.Kind.ToLowerInvariant(), parents, (key, _, ct) => loop.ReconcileAsync(key, ct))
        {
            Workers = 2,
            Triggers = queue =>
            {
                children.Listen((_, old, now) => loop.ParentsOfChild(old, now).ForEach(queue.Add));
                services.Caches.Namespaces.Listen((_, old, now) => loop.ParentsOfNamespace(old, now).ForEach(queue.Add));
            },
        };
    }
}
