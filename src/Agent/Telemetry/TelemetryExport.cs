using SecretsKit.Agent.Settings;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Telemetry;

/// <summary>What is sent to a collector beside the agent's work, which never waits for it. Disposal sends the rest.</summary>
internal sealed class TelemetryExport : IAsyncDisposable
{
    // With the agent's own ten seconds well within the thirty that pods have.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TimeProvider _clock;
    private readonly SpanExport? _spans;
    private readonly Task _running;

    private TelemetryExport(
        OtlpSettings settings, HttpConnections connections, Action<MetricsWriter> write, OtlpCounts counts, IAgentLog log,
        TimeProvider clock)
    {
        _clock = clock;
        var running = new List<Task>();
        if (settings.Traces is { } traces)
        {
            _spans = new(settings, new(traces, "traces", counts.AddSpans, connections, log, clock), counts, _clock);
            running.Add(_spans.RunAsync(_stop.Token, _giveUp.Token));
        }

        if (settings.Metrics is { } metrics)
        {
            var export = new MetricsExport(settings, new(metrics, "metrics", counts.AddPoints, connections, log, clock), write, _clock);
            running.Add(export.RunAsync(_stop.Token, _giveUp.Token));
        }

        foreach (var (signal, target) in ((string, OtlpTarget?)[])[("traces", settings.Traces), ("metrics", settings.Metrics)])
        {
            if (target is not null)
            {
                log.Write(LogLevel.Info, "sending telemetry", ("signal", signal), ("to", target.Url.Display));
            }
        }

        _running = Task.WhenAll(running);
    }

    /// <summary>Begins; null if nothing is sent.</summary>
    /// <param name="settings">What and where.</param>
    /// <param name="connections">Lent until disposal.</param>
    /// <param name="write">Writes the metrics.</param>
    /// <param name="counts">Counts.</param>
    /// <param name="log">Takes messages.</param>
    /// <param name="clock">Waits.</param>
    public static TelemetryExport? Start(
        OtlpSettings? settings, HttpConnections connections, Action<MetricsWriter> write, OtlpCounts counts, IAgentLog log,
        TimeProvider clock) =>
        settings is null ? null : new(settings, connections, write, counts, log, clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _spans?.Dispose();
        await _stop.CancelAsync();
        using (_clock.CreateTimer(_ => _giveUp.Cancel(), null, LongestEnd, Timeout.InfiniteTimeSpan))
        {
            await _running;
        }

        _stop.Dispose();
        _giveUp.Dispose();
    }
}
