using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Timing;

/// <summary>
/// Estimates how long the workloads of a manifest take until they are ready: pods times their start, init containers, a buffer. It is an
/// upper bound for clusters that start one pod at a time; those that start several are faster.
/// </summary>
/// <param name="assumptions">What manifests do not say.</param>
/// <param name="generation">How documents are separated.</param>
public sealed class RolloutEstimator(RolloutAssumptions assumptions, HelmGeneration generation)
{
    private const int LargeFrom = 6;

    // Beyond, numbers of manifests are mistakes; the product of two of them still is a time.
    private const int MaxCount = 10_000;
    private const int MaxSeconds = 24 * 60 * 60;

    // Of probes that name none.
    private const int DefaultPeriod = 10;

    /// <summary>Estimates the workloads of a manifest; other objects take no time.</summary>
    /// <exception cref="SecretsKitException">A document is no object of Kubernetes.</exception>
    public IReadOnlyList<RolloutEstimate> Estimate(ReadOnlyMemory<byte> manifest) =>
    [
        .. ManifestDocuments.Read(manifest, generation)
            .Select(item => Estimate(item.Reference.Group, item.Reference.Kind, item.Reference.Name, item.Document))
            .OfType<RolloutEstimate>(),
    ];

    private RolloutEstimate? Estimate(string group, string kind, string name, MapValue item)
    {
        var spec = Map(item, "spec");
        var pods = (group, kind) switch
        {
            ("apps" or "extensions", "Deployment" or "ReplicaSet") or ("", "ReplicationController") => Number(spec, "replicas", 1),
            ("apps", "StatefulSet") => ObjectTree.Text(spec, "podManagementPolicy") == "Parallel" ? 1 : Number(spec, "replicas", 1),
            ("apps" or "extensions", "DaemonSet") => assumptions.Nodes,
            ("batch", "Job") => Rounds(Number(spec, "completions", 1), Math.Max(1, Number(spec, "parallelism", 1))),
            ("", "Pod") => 1,
            _ => -1,
        };
        if (pods < 0)
        {
            return null;
        }

        var pod = kind == "Pod" ? spec : Map(Map(spec, "template"), "spec");
        var start = kind == "Job"
            ? assumptions.PodStart + assumptions.JobWork
            : assumptions.PodStart + Probes(pod) + TimeSpan.FromSeconds(Seconds(spec, "minReadySeconds", 0));
        var init = assumptions.InitContainer * Items(pod, "initContainers").Count();
        var size = kind == "StatefulSet" && pods > 1 ? RolloutSize.Ordered
            : init > TimeSpan.Zero ? RolloutSize.Initialized
            : pods >= LargeFrom ? RolloutSize.Large
            : RolloutSize.Small;

        // Pods of a StatefulSet run their init containers one after the other, too.
        var total = (start * pods) + (init * (size == RolloutSize.Ordered ? pods : 1)) + assumptions.Buffer;
        return new(kind, name, pods, start, init, total, size);
    }

    // The slowest container decides: it is asked after its delay, and once more if it was not ready yet.
    private static TimeSpan Probes(MapValue pod) => TimeSpan.FromSeconds(
        Items(pod, "containers").Select(container => Delay(container, "startupProbe") + Delay(container, "readinessProbe"))
            .DefaultIfEmpty(0).Max());

    private static int Delay(MapValue container, string probe) => container[new(probe)].AsMap is { } fields
        ? Seconds(fields, "initialDelaySeconds", 0) + Seconds(fields, "periodSeconds", DefaultPeriod)
        : 0;

    private static int Rounds(int completions, int parallelism) => (completions + parallelism - 1) / parallelism;

    private static MapValue Map(MapValue map, string key) => map[new(key)].AsMap ?? new();

    private static IEnumerable<MapValue> Items(MapValue map, string key) =>
        map[new(key)].AsList is { } list ? list.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>() : [];

    private static int Number(MapValue map, string key, int fallback) => (int)Math.Clamp(Integer(map, key) ?? fallback, 0, MaxCount);

    private static int Seconds(MapValue map, string key, int fallback) => (int)Math.Clamp(Integer(map, key) ?? fallback, 0, MaxSeconds);

    private static long? Integer(MapValue map, string key) => map[new ByteString(key)] switch
    {
        { Kind: GoKind.Int or GoKind.Int64 } number => number.Bits,
        { Kind: GoKind.Float64 } number => (long)number.Float64,
        _ => null,
    };
}
