using SecretsKit.Core.Data;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Stores;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Plans and carries out PushSecrets of manifests, without a cluster.</summary>
internal sealed class PushBench : IAsyncDisposable
{
    public const string Source = """
        apiVersion: v1
        kind: Secret
        metadata: {name: src, namespace: team, labels: {app: x}, annotations: {note: y}}
        stringData: {db-user: canary-u, db-pass: canary-p, other: canary-o}
        """;

    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly PushPlanner _planner;

    public PushBench(string manifests, StoreRules? rules = null)
    {
        var host = new ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), System.Security.Cryptography.RandomNumberGenerator.Fill,
            Clock);
        var objects = new ManifestObjects(SyncBench.Yaml(manifests), "team");
        Stores = new(objects, rules ?? new(), host);
        _planner = new(Stores, objects, objects, new GeneratorRun(objects, host), new(objects), new(Clock, host.Random));
        Run = new(Stores);
    }

    public FakeClock Clock { get; } = new(SyncBench.Start);

    public StorePool Stores { get; }

    public PushRun Run { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A PushSecret of the fields of its spec.</summary>
    public static PushSecret Push(string spec, string metadata = "name: ps, namespace: team, generation: 1, uid: p1") =>
        new(SyncBench.Yaml($$"""
        apiVersion: external-secrets.io/v1alpha1
        kind: PushSecret
        metadata: { {{metadata}} }
        spec:
        {{string.Join('\n', spec.Split('\n').Select(line => "  " + line))}}
        """)[0]);

    /// <summary>The PushSecret with the status of a result.</summary>
    public static PushSecret After(PushSecret push, PushResult result) => new(push.Tree.Copy().With("status", result.Status.ToMap()));

    public async Task<PushPlan> PlanAsync(PushSecret push) => await _planner.PlanAsync(push, Clock.GetUtcNow(), Ct);

    /// <summary>Plans and writes; the status and the event that follow.</summary>
    public async Task<PushResult> SyncAsync(PushSecret push)
    {
        var plan = await PlanAsync(push);
        return await Run.CarryOutAsync(plan, push, new(push, Clock.GetUtcNow()), Ct);
    }

    /// <summary>What a store has, or null.</summary>
    public async Task<string?> ReadAsync(string key, string store = "store", string ns = "team")
    {
        var entry = await Stores.OpenAsync(new StoreRef(store, "SecretStore"), ns, mustBeReady: false, Ct);
        return (await entry.Store.GetAsync(new(key), Ct))?.RevealText();
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _connections.Dispose();
    }
}
