using System.Diagnostics;
using SecretsKit.Agent.Settings;

namespace SecretsKit.Agent.Telemetry;

/// <summary>Listens to the spans of this program and sends them in batches.</summary>
internal sealed class SpanExport : IDisposable
{
    private readonly OtlpSettings _settings;
    private readonly OtlpClient _client;
    private readonly OtlpCounts _counts;
    private readonly TimeProvider _clock;
    private readonly SpanQueue _queue;
    private readonly ActivityListener _listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="settings">How.</param>
    /// <param name="client">Sends.</param>
    /// <param name="counts">Counts what is dropped.</param>
    /// <param name="clock">Waits.</param>
    public SpanExport(OtlpSettings settings, OtlpClient client, OtlpCounts counts, TimeProvider clock)
    {
        (_settings, _client, _counts, _clock) = (settings, client, counts, clock);
        _queue = new(settings.QueueSize, Math.Min(settings.BatchSize, settings.QueueSize), () => counts.AddSpans(OtlpResult.Dropped, 1));
        _listener = new()
        {
            ShouldListenTo = source => source.Name.StartsWith("SecretsKit.", StringComparison.Ordinal),
            Sample = new SpanSampler(settings.Ratio).Sample,
            ActivityStopped = Take,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Sends until it is ended, and then what is left.</summary>
    /// <param name="stop">Ends it.</param>
    /// <param name="giveUp">Ends sending, too.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _queue.WaitAsync(_settings.SpanDelay, _clock, stop);
            }
            catch (OperationCanceledException)
            {
                // What is left goes now.
            }

            await SendAsync(giveUp);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Take(Activity span)
    {
        EncodedSpan encoded;
        try
        {
            encoded = SpanEncoding.Encode(span);
        }
#pragma warning disable CA1031 // It runs in the midst of the agent's work, which a defect of telemetry must not end.
        catch (Exception)
#pragma warning restore CA1031
        {
            _counts.AddSpans(OtlpResult.Dropped, 1);
            return;
        }

        _queue.Add(encoded);
    }

    private async Task SendAsync(CancellationToken giveUp)
    {
        while (_queue.Take() is { Count: > 0 } spans)
        {
            await _client.SendAsync(SpanEncoding.Request(spans, _settings.Resource), spans.Count, giveUp);
        }
    }
}
