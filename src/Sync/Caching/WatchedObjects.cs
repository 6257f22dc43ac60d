using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Watching;

namespace SecretsKit.Sync.Caching;

/// <summary>Objects of a kind as a watch has them. Each cache keeps of them what it needs.</summary>
/// <param name="selection">Which objects.</param>
internal abstract class WatchedObjects(WatchSelection selection)
{
    private readonly TaskCompletionSource _isListed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all objects were listed.</summary>
    public Task Listed => _isListed.Task;

    /// <summary>Follows the objects until the token fires.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refuses the watch for good.</exception>
    public async Task RunAsync(ObjectWatch watch, CancellationToken ct)
    {
        await foreach (var happened in watch.RunAsync(selection with { KeepsObjects = false }, ct))
        {
            if (happened.Kind == WatchEventKind.Listed)
            {
                _isListed.TrySetResult();
            }
            else if (happened.Object.AsMap is { } tree)
            {
                Take(tree, happened.Kind == WatchEventKind.Deleted);
            }
        }
    }

    /// <summary>Takes an object that is new or changed, or that is gone: then it may have its name alone.</summary>
    protected abstract void Take(MapValue tree, bool isGone);
}
