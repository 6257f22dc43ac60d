using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Sync.Stores;

/// <summary>The turns of all stores: those of a store of the cluster are shared by all namespaces. Safe on all threads.</summary>
/// <param name="clock">Measures.</param>
internal sealed class StoreThrottles(TimeProvider clock)
{
    private static readonly double[] WaitBounds = [0, 0.1, 0.5, 1, 5, 10, 30, 60, 300];

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, string Namespace, string Name), StoreThrottle> _all = [];
    private readonly Histogram _waits = new(WaitBounds);

    /// <summary>The turns of a store.</summary>
    public StoreThrottle Of(StoreRef store, string ns)
    {
        var key = (store.Kind, store.IsClusterStore ? "" : ns, store.Name);
        lock (_lock)
        {
            return _all.TryGetValue(key, out var known) ? known : _all[key] = new(clock, _waits);
        }
    }

    /// <summary>How much stores are waited for.</summary>
    public void Write(MetricsWriter text)
    {
        List<((string Kind, string Namespace, string Name) Store, StoreThrottle Throttle)> shown;
        lock (_lock)
        {
            shown = [.. _all.Where(entry => entry.Value.IsWorthShowing).Select(entry => (entry.Key, entry.Value))];
        }

        text.Begin("secretskit_store_wait_seconds", "histogram", "How long reads waited for the turns of their stores")
            .Add("secretskit_store_wait_seconds", _waits);
        text.Begin("secretskit_store_waiting_reads", "gauge", "Reads that wait for the turns of a store with a limit");
        shown.ForEach(one => text.Add("secretskit_store_waiting_reads", one.Throttle.Waiting, Labels(one.Store)));
        text.Begin("secretskit_store_put_off_total", "counter", "Looks at mappings that were put off because a store had no turn soon");
        shown.ForEach(one => text.Add("secretskit_store_put_off_total", one.Throttle.PutOff, Labels(one.Store)));
    }

    private static (string, string)[] Labels((string Kind, string Namespace, string Name) store) =>
        [("kind", store.Kind), ("name", store.Name), ("namespace", store.Namespace)];
}
