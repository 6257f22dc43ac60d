using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Telemetry;

/// <summary>What became of spans or of data points.</summary>
internal enum OtlpResult
{
    /// <summary>The collector took them.</summary>
    Sent,

    /// <summary>They did not fit into the queue.</summary>
    Dropped,

    /// <summary>The collector did not answer, or not as one.</summary>
    Failed,

    /// <summary>The collector took the others of their request.</summary>
    Rejected,
}

/// <summary>Counts what is sent to a collector. Safe on all threads.</summary>
internal sealed class OtlpCounts
{
    private static readonly string[] Results = ["sent", "dropped", "failed", "rejected"];

    private readonly long[] _traces = new long[Results.Length];
    private readonly long[] _metrics = new long[Results.Length];

    /// <summary>Counts spans.</summary>
    public void AddSpans(OtlpResult result, long count) => Interlocked.Add(ref _traces[(int)result], count);

    /// <summary>Counts data points.</summary>
    public void AddPoints(OtlpResult result, long count) => Interlocked.Add(ref _metrics[(int)result], count);

    /// <summary>How many spans had a result.</summary>
    public long Spans(OtlpResult result) => Interlocked.Read(ref _traces[(int)result]);

    /// <summary>All of them.</summary>
    public void Write(MetricsWriter metrics)
    {
        const string name = "secretskit_otlp_items_total";
        metrics.Begin(name, "counter", "Spans and data points for the OpenTelemetry collector, by what became of them");
        foreach (var (signal, counts) in ((string, long[])[])[("traces", _traces), ("metrics", _metrics)])
        {
            for (var at = 0; at < Results.Length; at++)
            {
                metrics.Add(name, Interlocked.Read(ref counts[at]), ("signal", signal), ("result", Results[at]));
            }
        }
    }
}
