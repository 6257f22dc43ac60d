using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Comparing;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.SopsSecrets;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Running;

/// <summary>What the controllers of an agent share.</summary>
internal sealed class AgentServices : IAsyncDisposable
{
    /// <param name="objects">The server. Lent.</param>
    /// <param name="host">The surroundings of stores.</param>
    /// <param name="options">How the agent works.</param>
    /// <param name="log">Takes messages.</param>
    public AgentServices(ObjectClient objects, ProviderHost host, AgentOptions options, IAgentLog log)
    {
        (Objects, Host, Options, Log) = (objects, host, options, log);
        Caches = new(options.Namespace, options.HasClusterKinds, options is { CollectsGeneratorStates: true, IsShadow: false });
        Source = new(objects, Caches);
        Keys = new(new(options.KeysNamespace, options.KeysSecret), host.Random, host.Clock);
        if (Keys.IsWatched)
        {
            Caches.Watch(Keys);
        }

        Stores = new(Source, options.Stores, host, Keys.For) { Calls = Calls };
        Reads = new(host.Clock);
        Generators = new(Source, host, options.Stores.AllowsLocalAddresses) { Surroundings = options.Stores.Apply };
        Surroundings = new(host.Clock, host.Random, options.LeftDelimiter, options.RightDelimiter);
        Planner = new(
            Stores, new(Stores, Reads, Generators) { KeepsStates = true }, Generators, new(new TargetRendering(Source)), Surroundings,
            options.AllowsGenericTargets ? new(new TargetRendering(Source)) : null) { PutsOff = true };
        GenericTargets = new(objects, Caches.Mappings, options.Namespace, host.Clock);
        Events = new(objects, log, host.Clock) { ReportsSuspects = options.ReportsSuspectValues };
        StoreWatches = new(objects, Caches, options.Stores, host, Source, Demands);
        Restarts = new(objects, Events, log, options, host.Clock);
        States = new(objects, options.GeneratorGrace, host.Clock);
    }

    /// <summary>The server.</summary>
    public ObjectClient Objects { get; }

    /// <summary>The surroundings.</summary>
    public ProviderHost Host { get; }

    /// <summary>How the agent works.</summary>
    public AgentOptions Options { get; }

    /// <summary>Takes messages.</summary>
    public IAgentLog Log { get; }

    /// <summary>What an agent that writes nothing has found.</summary>
    public ShadowBook Shadow { get; } = new();

    /// <summary>Counts calls of providers.</summary>
    public ProviderCalls Calls { get; } = new();

    /// <summary>What is watched.</summary>
    public AgentCaches Caches { get; }

    /// <summary>All objects: of the caches, or as the server has them.</summary>
    public ClusterObjects Source { get; }

    /// <summary>The keys for encrypted files.</summary>
    public AgentKeys Keys { get; }

    /// <summary>The stores in use.</summary>
    public StorePool Stores { get; }

    /// <summary>Merges reads.</summary>
    public StoreReads Reads { get; }

    /// <summary>Makes values.</summary>
    public GeneratorRun Generators { get; }

    /// <summary>Restarts workloads that read changed Secrets.</summary>
    public WorkloadRestarts Restarts { get; }

    /// <summary>Mappings whose stores changed.</summary>
    public RefreshDemands Demands { get; } = new();

    /// <summary>Mappings whose target went.</summary>
    public GoneTargets GoneTargets { get; } = new();

    /// <summary>Follows stores.</summary>
    public StoreWatches StoreWatches { get; }

    /// <summary>Keeps track of what generators made at servers.</summary>
    public GeneratorStates States { get; }

    /// <summary>What templates may use.</summary>
    public TemplateSurroundings Surroundings { get; }

    /// <summary>Plans syncs of mappings.</summary>
    public SyncPlanner Planner { get; }

    /// <summary>Follows targets of other kinds than Secret.</summary>
    public GenericTargetWatches GenericTargets { get; }

    /// <summary>Writes events.</summary>
    public EventRecorder Events { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await GenericTargets.DisposeAsync();
        await StoreWatches.DisposeAsync();
        await Stores.DisposeAsync();
        Keys.Dispose();
    }
}
