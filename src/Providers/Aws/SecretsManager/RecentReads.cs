using System.Collections.Concurrent;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <summary>
/// What was read a moment ago, so that several properties of one secret cost one call. The reference keeps it for one round; here it is
/// kept for two seconds at most, since a store may live longer. Safe on all threads.
/// </summary>
/// <param name="clock">Says what a moment is.</param>
internal sealed class RecentReads(TimeProvider clock)
{
    private const int MaxEntries = 64;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Key, string Version), (SecretValue? Value, long Time)> _reads = new();

    /// <summary>Whether a secret was read a moment ago; null for one that is not there.</summary>
    public bool TryGet(string key, string version, out SecretValue? value)
    {
        var isKnown = _reads.TryGetValue((key, version), out var read) && clock.GetElapsedTime(read.Time) < Moment;
        value = isKnown ? read.Value : null;
        return isKnown;
    }

    /// <summary>Keeps what was read.</summary>
    public void Add(string key, string version, SecretValue? value)
    {
        if (_reads.Count >= MaxEntries)
        {
            _reads.Clear();
        }

        _reads[(key, version)] = (value, clock.GetTimestamp());
    }

    /// <summary>Forgets all, since something is written.</summary>
    public void Clear() => _reads.Clear();
}
