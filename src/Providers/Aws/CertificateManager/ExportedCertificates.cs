using System.Collections.Concurrent;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.CertificateManager;

/// <summary>
/// What was exported, as long as the certificate stays the same, for a day: an export costs money beyond some thousands a month, and a look
/// at the certificate does not. Safe on all threads.
/// </summary>
/// <param name="clock">Says when a day is over.</param>
internal sealed class ExportedCertificates(TimeProvider clock)
{
    private const int MaxEntries = 128;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, (string Certificate, SecretValue Bundle, long Time)> _known = new(StringComparer.Ordinal);

    /// <summary>What was exported for a reader; null if nothing was, or another certificate.</summary>
    /// <param name="name">The reader and the certificate.</param>
    /// <param name="certificate">The certificate as it is now.</param>
    public SecretValue? Find(string name, string certificate) =>
        _known.TryGetValue(name, out var found) && found.Certificate == certificate && clock.GetElapsedTime(found.Time) < Day
            ? found.Bundle : null;

    /// <summary>Keeps an export.</summary>
    public void Add(string name, string certificate, SecretValue bundle)
    {
        if (_known.Count >= MaxEntries)
        {
            _known.Clear();
        }

        _known[name] = (certificate, bundle, clock.GetTimestamp());
    }
}
