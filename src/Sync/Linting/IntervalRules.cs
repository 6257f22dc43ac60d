using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Linting;

/// <summary>Intervals that stores throttle (spec external-secrets.md 8.1): what all mappings together ask of one.</summary>
internal static class IntervalRules
{
    // Half of what a store takes: others use it, too.
    private const double Share = 0.5;

    /// <summary>Checks all mappings.</summary>
    public static async ValueTask CheckAsync(LintBook book, CancellationToken ct)
    {
        var reads = new Dictionary<string, Load>(StringComparer.Ordinal);
        foreach (var (item, mapping) in book.Mappings)
        {
            if (mapping.Refresh != RefreshPolicy.Periodic || mapping.Interval <= TimeSpan.Zero)
            {
                continue;
            }

            foreach (var (store, key) in KeysOf(mapping))
            {
                var found = await book.Source.FindAsync(store.Reference(mapping.Head.Namespace), ct);
                if (LimitOf(found?.Child("spec")?.Child("provider")) is not { } limit)
                {
                    continue;
                }

                var name = store.IsClusterStore ? store.Name : $"{mapping.Head.Namespace}/{store.Name}";
                if (!reads.TryGetValue($"{store.Kind} {name}", out var load))
                {
                    reads[$"{store.Kind} {name}"] = load = new(limit);
                }

                load.Add(key, mapping.Interval, item);
            }
        }

        foreach (var (store, load) in reads)
        {
            Report(store, load);
        }
    }

    private static void Report(string store, Load load)
    {
        if (load.Rate <= load.Limit * Share)
        {
            return;
        }

        var (item, interval) = load.Fastest;
        item.Add(
            LintRule.ThrottledInterval, ["spec", "refreshInterval"],
            string.Create(
                CultureInfo.InvariantCulture,
                $"all mappings together ask {store} {load.Rate:0.#} times a second, and it takes about {load.Limit:0}; the shortest "
                + $"interval is {GoDuration.Format(interval)}"),
            store);
    }

    // Requests a second; of others nothing is published, or they are the user's own.
    private static double? LimitOf(MapValue? provider) => provider switch
    {
        null => null,
        _ when provider.Child("aws") is { } aws => aws.Text("service") switch
        {
            "ParameterStore" => 40,
            "CertificateManager" => 1,
            _ => 10_000,
        },
        _ when provider.Has("azurekv") => 200,
        _ when provider.Has("gcpsm") => 1_500,
        _ => null,
    };

    private static IEnumerable<(StoreRef Store, string Key)> KeysOf(ExternalSecret mapping)
    {
        foreach (var row in mapping.Data)
        {
            yield return (mapping.StoreOf(row.Store, row.HasSource), $"{row.Remote.Key}\n{row.Remote.Version}\n{row.Remote.IsMetadata}");
        }

        foreach (var row in mapping.DataFrom.Where(row => row.Find is not null || row.Extract is not null))
        {
            var key = row.Extract is { } extract ? $"{extract.Key}\n{extract.Version}" : $"find\n{row.Find}";
            yield return (mapping.StoreOf(row.Store, row.HasSource), key);
        }
    }

    private sealed class Load(double limit)
    {
        private readonly Dictionary<string, TimeSpan> _intervals = new(StringComparer.Ordinal);

        public double Limit { get; } = limit;

        public (LintedObject Item, TimeSpan Interval) Fastest { get; private set; }

        // A key is read once for all that want it, as often as the most impatient of them asks.
        public double Rate => _intervals.Values.Sum(interval => 1 / interval.TotalSeconds);

        public void Add(string key, TimeSpan interval, LintedObject item)
        {
            if (!_intervals.TryGetValue(key, out var known) || interval < known)
            {
                _intervals[key] = interval;
            }

            if (Fastest.Item is null || interval < Fastest.Interval)
            {
                Fastest = (item, interval);
            }
        }
    }
}
