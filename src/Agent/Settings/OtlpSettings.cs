using SecretsKit.Platform.Http;

namespace SecretsKit.Agent.Settings;

/// <summary>Where a kind of telemetry goes. Headers are credentials: its text has their names alone.</summary>
/// <param name="Url">Where it is posted; of a gRPC server scheme, host and port alone.</param>
/// <param name="Headers">What is sent along.</param>
internal sealed record OtlpTarget(HttpUrl Url, HttpHeaderList Headers)
{
    /// <summary>Whether it is spoken over gRPC. Default: over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>How long a collector may take for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether bodies are compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Whom to trust, and who we are.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;
}

/// <summary>What of the agent's telemetry is sent to a collector, and how. Defaults are those of the OpenTelemetry specification.</summary>
internal sealed record OtlpSettings
{
    /// <summary>Where traces go; null for nowhere.</summary>
    public OtlpTarget? Traces { get; init; }

    /// <summary>Where metrics go; null for nowhere.</summary>
    public OtlpTarget? Metrics { get; init; }

    /// <summary>What is said of this program with everything it sends.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>Which part of traces is recorded, from 0 to 1.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Most spans that wait to be sent; others are dropped.</summary>
    public int QueueSize { get; init; } = 2048;

    /// <summary>Most spans in a request.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>How long spans wait for others at most.</summary>
    public TimeSpan SpanDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time between metrics.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromMinutes(1);
}
