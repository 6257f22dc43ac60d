using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Comparing;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Running;

/// <summary>Compares mappings that another operator serves with what this agent would make of them. Writes nothing.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="mappings">The mappings.</param>
/// <param name="comparer">Compares.</param>
/// <param name="book">Takes what was found.</param>
/// <param name="log">Gets differences when they begin and end.</param>
/// <param name="clock">When.</param>
internal sealed class ShadowLoop(
    ObjectClient objects, ObjectCache mappings, MappingComparer comparer, ShadowBook book, IAgentLog log, TimeProvider clock)
{
    private static readonly TimeSpan Soon = ShadowBook.Patience + TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Which changes matter: those of the mapping, and each refresh of the other operator, which is the time to compare.
    /// </summary>
    public static bool Matters(MapValue old, MapValue now) =>
        ObjectChange.IsOfMapping(new(old), new(now)) || !SyncStatus.Read(old.Child("status")).IsSame(SyncStatus.Read(now.Child("status")));

    /// <summary>Looks at a mapping.</summary>
    /// <param name="key">Which.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, DateTimeOffset asked, CancellationToken ct)
    {
        if (mappings.Find(key) is not { } tree)
        {
            book.Forget(key);
            return Requeue.None;
        }

        var (mapping, began) = (new ExternalSecret(tree), clock.GetUtcNow());
        var existing = (await objects.FindAsync(new("v1", "Secret", key.Namespace, mapping.Target.Name), ct)).AsMap;
        var found = await comparer.CompareAsync(mapping, existing, asked, ct);
        if (found.PutOff is { } later)
        {
            return Requeue.After(later);
        }

        var mustRepeat = book.Take(key, found, mapping.Status.Refreshed, began);
        if (log.IsOn(LogLevel.Debug))
        {
            log.Write(
                LogLevel.Debug, "compared", ("namespace", key.Namespace), ("name", key.Name), ("differences", $"{found.Differences.Count}"),
                ("skipped", found.Skipped));
        }

        return Requeue.After(mustRepeat ? Soon
            : mapping.Interval > TimeSpan.Zero && mapping.Interval < LongestWait ? mapping.Interval : LongestWait);
    }
}
