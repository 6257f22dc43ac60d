using SecretsKit.Kubernetes.Watching;

namespace SecretsKit.Sync.Caching;

/// <summary>Objects of a kind as a watch has them.</summary>
internal interface IWatchedObjects
{
    /// <summary>Ends when all objects were listed.</summary>
    Task Listed { get; }

    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Follows the objects until the token fires.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The server refuses the watch for good.</exception>
    Task RunAsync(ObjectWatch watch, CancellationToken ct);
}
