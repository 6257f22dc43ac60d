using System.Collections.Concurrent;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Sync.Comparing;

/// <summary>
/// What an agent that writes nothing has found of each mapping. A difference counts once it has stayed: what was read may be newer than
/// what the other operator wrote. Safe on all threads.
/// </summary>
internal sealed class ShadowBook
{
    /// <summary>How long a difference has to stay.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = new();

    /// <summary>What is known of all mappings, by name.</summary>
    public IEnumerable<ShadowState> States => _entries.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal)
        .Select(entry => new ShadowState(
            entry.Key.Namespace, entry.Key.Name, entry.Value.Result, entry.Value.Skipped,
            [.. entry.Value.Confirmed.Select(
                one => new ShadowDifference(one.Part.ToString().ToLowerInvariant(), one.Field, one.Problem))]));

    /// <summary>Takes a comparison.</summary>
    /// <param name="key">Of which mapping.</param>
    /// <param name="found">What it came to.</param>
    /// <param name="refreshed">When the other operator read its stores last; null if it did not.</param>
    /// <param name="now">When the comparison began.</param>
    /// <returns>Whether it is to be repeated soon, since something differs that has not stayed yet.</returns>
    public bool Take(ObjectKey key, MappingComparison found, DateTimeOffset? refreshed, DateTimeOffset now)
    {
        var known = _entries.GetValueOrDefault(key)?.Since ?? [];
        var since = new Dictionary<(DifferencePart, string), DateTimeOffset>();
        foreach (var difference in found.Differences)
        {
            var name = (difference.Part, difference.Field);
            since[name] = known.TryGetValue(name, out var first) ? first : now;
        }

        var confirmed = found.Differences
            .Where(difference => HasStayed(difference, since[(difference.Part, difference.Field)], refreshed, now)).ToList();
        _entries[key] = new(
            since, confirmed, found.Skipped,
            found.Skipped.Length > 0 ? "skipped" : confirmed.Count > 0 ? "differs" : found.Differences.Count > 0 ? "pending" : "same");
        return confirmed.Count < found.Differences.Count;
    }

    /// <summary>Forgets a mapping that is gone.</summary>
    public void Forget(ObjectKey key) => _entries.TryRemove(key, out _);

    // A value that a store got after the other's refresh is its business at its next one.
    private static bool HasStayed(MappingDifference difference, DateTimeOffset first, DateTimeOffset? refreshed, DateTimeOffset now) =>
        now - first >= Patience
        && (difference.Part != DifferencePart.Secret || difference.Field.Length == 0 || (refreshed is { } time && time >= first));

    private sealed record Entry(
        Dictionary<(DifferencePart, string), DateTimeOffset> Since, IReadOnlyList<MappingDifference> Confirmed, string Skipped,
        string Result);
}
