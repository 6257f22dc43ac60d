using SecretsKit.Agent.Settings;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Telemetry;

/// <summary>Sends the metrics that /metrics shows.</summary>
/// <param name="settings">How.</param>
/// <param name="client">Sends.</param>
/// <param name="write">Writes them.</param>
/// <param name="clock">When.</param>
internal sealed class MetricsExport(OtlpSettings settings, OtlpClient client, Action<MetricsWriter> write, TimeProvider clock)
{
    private readonly DateTime _began = clock.GetUtcNow().UtcDateTime;

    /// <summary>Sends from time to time until it is ended, and then once more.</summary>
    /// <param name="stop">Ends it.</param>
    /// <param name="giveUp">Ends sending, too.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(settings.MetricsInterval, clock, stop);
            }
            catch (OperationCanceledException)
            {
                // The last ones go now.
            }

            var metrics = new OtlpMetrics(settings.Resource, _began, clock.GetUtcNow().UtcDateTime);
            write(metrics);
            foreach (var request in metrics.ToRequests())
            {
                await client.SendAsync(request.Content, request.Points, giveUp);
            }
        }
    }
}
