using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Providers;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Sync.Running;

/// <summary>Syncs all mappings of a cluster, or of a namespace, until it is ended.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="host">The surroundings of stores.</param>
/// <param name="options">How.</param>
/// <param name="log">Takes messages.</param>
public sealed class SyncAgent(ObjectClient objects, ProviderHost host, AgentOptions options, IAgentLog log)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(10);

    private AgentState? _state;

    /// <summary>What it is doing; null while it is not working.</summary>
    public AgentState? State => Volatile.Read(ref _state);

    /// <summary>
    /// Asked when the agent is ended: how long it may still write at most, of which it uses ten seconds. Default: ten seconds. An agent
    /// that lost its lease may not write at all.
    /// </summary>
    public Func<TimeSpan> Grace { get; init; } = static () => LongestGrace;

    /// <summary>
    /// Works until the token fires; what is under way is finished, as far as <see cref="Grace"/> allows. May be called again afterwards.
    /// </summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refuses a watch for good.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var services = new AgentServices(objects, host, options, log);
        var controllers = KindControllers.For(services);
        var metrics = controllers.Select(one => new ControllerMetrics(one.Name, one.Workers, host.Clock)
        {
            HasObjectLabels = options.HasObjectLabels,
        }).ToList();
        var queues = controllers.Zip(metrics, (one, counts) => one.Open(counts, options.Shard, log, host.Clock)).ToList();
        foreach (var cache in controllers.Select(one => one.Objects).Distinct())
        {
            cache.Listen((key, _, now) =>
            {
                if (now is null)
                {
                    services.Events.Warnings.Forget(cache.Resource.Kind, key);
                }
            });
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new ObjectWatch(objects, host.Clock);
        List<Task> running = [.. services.Caches.All.Select(cache => cache.RunAsync(watch, end.Token))];
        var listed = Task.WhenAll(services.Caches.All.Select(cache => cache.Listed));
        Volatile.Write(ref _state, new(
            metrics, [.. controllers.Select(one => one.Objects)], services.Calls, () => (services.Reads.Sent, services.Reads.Merged),
            services.Stores.Throttles.Write, () => services.Caches.Targets.Count, () => listed.IsCompletedSuccessfully, host.Clock)
        {
            Shadow = options.IsShadow ? () => services.Shadow.States : null,
            Warning = services.Events.Warnings.Of,
        });
        try
        {
            // A watch that ends before all was listed has failed.
            await Task.WhenAny([listed, .. running]);
            if (listed.IsCompletedSuccessfully)
            {
                log.Write(LogLevel.Info, "working", ("mappings", $"{services.Caches.Mappings.Count}"));
                running.AddRange(queues.Zip(controllers, (queue, controller) => queue.RunAsync(controller.Workers, GraceNow, end.Token)));
                running.Add(services.Restarts.RunAsync(GraceNow, end.Token));
            }

            await Task.WhenAny(running);
            await end.CancelAsync();
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }
        finally
        {
            Volatile.Write(ref _state, null);
        }
    }

    private TimeSpan GraceNow() => Grace() is var allowed && allowed < LongestGrace ? allowed : LongestGrace;
}
