using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Providers;

namespace SecretsKit.Sync.Running;

/// <summary>Syncs all mappings of a cluster, or of a namespace, until it is ended.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="host">The surroundings of stores.</param>
/// <param name="options">How.</param>
public sealed class SyncAgent(ObjectClient objects, ProviderHost host, AgentOptions options)
{
    /// <summary>Works until the token fires; what is under way is finished. May be called again afterwards.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refuses a watch for good.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var services = new AgentServices(objects, host, options);
        var controllers = KindControllers.For(services);
        var queues = controllers.Select(controller => controller.Open(host.Clock)).ToList();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new ObjectWatch(objects, host.Clock);
        List<Task> running = [.. services.Caches.All.Select(cache => cache.RunAsync(watch, end.Token))];
        var listed = Task.WhenAll(services.Caches.All.Select(cache => cache.Listed));

        // A watch that ends before all was listed has failed.
        await Task.WhenAny([listed, .. running]);
        if (listed.IsCompletedSuccessfully)
        {
            running.AddRange(queues.Zip(controllers, (queue, controller) => queue.RunAsync(controller.Workers, end.Token)));
        }

        await Task.WhenAny(running);
        await end.CancelAsync();
        try
        {
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }
    }
}
