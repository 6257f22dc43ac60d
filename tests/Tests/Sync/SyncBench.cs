using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Plans syncs of manifests, without a cluster.</summary>
internal sealed class SyncBench : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpConnections _connections;
    private readonly SyncPlanner _planner;

    public SyncBench(string manifests, StoreRules? rules = null, bool allowsGenericTargets = false, bool putsOff = false)
    {
        _connections = new(new HostEnvironment([new("CANARY", "canary-env")], "/"), Clock);
        var host = new ProviderHost(
            new HostEnvironment([new("CANARY", "canary-env")], "/"), _connections, new ProcessRunner(), RepeatableRandom, Clock);
        var objects = new ManifestObjects(Yaml(manifests), "team");
        var pool = new StorePool(objects, rules ?? new(), host);
        Reads = new(Clock);
        var generators = new GeneratorRun(objects, host);
        _planner = new(
            pool, new(pool, Reads, generators), generators, new(new TargetRendering(objects)), new(Clock, RepeatableRandom),
            allowsGenericTargets ? new(new TargetRendering(objects)) : null) { PutsOff = putsOff };
    }

    public FakeClock Clock { get; } = new(Start);

    public SyncPlanner Planner => _planner;

    public StoreReads Reads { get; }

    /// <summary>A store that is ready and holds two keys.</summary>
    public static string Store(string name = "store", string ns = "team", string more = "") => $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: {{name}}, namespace: {{ns}}, uid: {{ns}}-{{name}}, generation: 1}
        spec:
          {{more}}
          provider:
            fake:
              data:
              - {key: a, value: canary-a}
              - {key: map, value: '{"x":"1","y-z":"2","n":3}'}
              - {key: b64, value: Y2FuYXJ5}
        status: {conditions: [{type: Ready, status: "True"}]}
        """;

    /// <summary>A mapping of the fields of its spec.</summary>
    public static ExternalSecret Mapping(string spec, string metadata = "name: es, namespace: team, generation: 1, uid: u1") =>
        new(Yaml($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: { {{metadata}} }
        spec:
        {{string.Join('\n', spec.Split('\n').Select(line => "  " + line))}}
        """)[0]);

    public async Task<SyncPlan> PlanAsync(ExternalSecret mapping, MapValue? existing = null) =>
        await _planner.PlanAsync(new(mapping, existing, Clock.GetUtcNow(), Clock.GetUtcNow()), TestContext.Current.CancellationToken);

    /// <summary>What was planned, as if an API server had kept it.</summary>
    public static MapValue Kept(SyncPlan plan) => plan.Wanted!.Copy();

    /// <summary>The mapping with the status of a result.</summary>
    public static ExternalSecret After(ExternalSecret mapping, SyncPlan plan) =>
        new(mapping.Tree.Copy().With("status", plan.Done.Status!.ToMap()));

    public static string? TextOf(SyncPlan plan, string key) => SecretData.Read(plan.Wanted!)[key]?.RevealText();

    public static IReadOnlyList<MapValue> Yaml(string text) =>
    [
        .. text.Split("\n---\n").Select(part =>
            KubernetesYaml.Read(Encoding.UTF8.GetBytes(part), new() { KeepsIntegers = true }).AsMap!),
    ];

    public void Dispose() => _connections.Dispose();

    private static void RepeatableRandom(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = (byte)((at * 37) + 11);
        }
    }
}
