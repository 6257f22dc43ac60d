using System.Collections.Concurrent;
using System.Globalization;

namespace SecretsKit.Sync.Observing;

/// <summary>Counts requests to the API server, and knows when it answered last. Safe on all threads.</summary>
/// <param name="clock">When.</param>
public sealed class RequestCounts(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Method, int Code), long> _counts = new();
    private long _answeredAt = clock.GetTimestamp();

    /// <summary>How long ago the server answered last.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _answeredAt));

    /// <summary>For <see cref="Kubernetes.Requests.ApiClient.Answered"/>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="status">The answer's.</param>
    public void Add(HttpMethod method, int status)
    {
        ArgumentNullException.ThrowIfNull(method);
        Interlocked.Exchange(ref _answeredAt, clock.GetTimestamp());
        _counts.AddOrUpdate((method.Method, status), 1, static (_, count) => count + 1);
    }

    /// <summary>All of them.</summary>
    /// <param name="text">Takes them.</param>
    /// <param name="host">The server, without its scheme.</param>
    public void Write(MetricsWriter text, string host)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string name = "rest_client_requests_total";
        text.Begin(name, "counter", "Requests to the API server");
        foreach (var ((method, code), count) in _counts)
        {
            text.Add(name, count, ("code", code.ToString(CultureInfo.InvariantCulture)), ("host", host), ("method", method));
        }
    }
}
