using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Queueing;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Follows targets of other kinds than Secret, so that what others change is corrected at once (spec external-secrets.md 2.11): one watch
/// for each kind that a mapping has as its target, begun when it is first synced, and ended with the last mapping of the kind.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="mappings">The mappings.</param>
/// <param name="ns">The namespace that is served; empty for all.</param>
/// <param name="clock">Times and waits.</param>
internal sealed class GenericTargetWatches(ObjectClient objects, ObjectCache mappings, string ns, TimeProvider clock) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), CancellationTokenSource> _watches = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _end = new();
    private WorkQueue<ObjectKey>? _queue;

    /// <summary>Names the queue where mappings are looked at. Before mappings are followed.</summary>
    public void Fill(WorkQueue<ObjectKey> queue)
    {
        _queue = queue;
        mappings.Listen((_, old, now) => EndUnused(old, now));
    }

    /// <summary>Makes sure that the kind of a mapping's target is followed.</summary>
    public void Follow(ExternalSecret mapping)
    {
        var kind = (mapping.Target.ManifestApiVersion, mapping.Target.ManifestKind);
        if (_end.IsCancellationRequested || _watches.ContainsKey(kind))
        {
            return;
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        if (_watches.TryAdd(kind, end))
        {
            var task = FollowAsync(kind, end);
            _running.TryAdd(task, 0);
            _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
        }
        else
        {
            end.Dispose();
        }
    }

    /// <summary>Ends all watches.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _end.Dispose();
    }

    // The last mapping of a kind is gone, or names another kind now.
    private void EndUnused(MapValue? old, MapValue? now)
    {
        if (old is null || KindOf(old) is not { Kind.Length: > 0 } kind || (now is not null && KindOf(now) == kind)
            || !_watches.TryGetValue(kind, out var end) || mappings.All.Any(entry => KindOf(entry.Value) == kind))
        {
            return;
        }

        try
        {
            end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
    }

    private static (string ApiVersion, string Kind) KindOf(MapValue mapping)
    {
        var target = new ExternalSecret(mapping).Target;
        return (target.ManifestApiVersion, target.ManifestKind);
    }

    private async Task FollowAsync((string ApiVersion, string Kind) kind, CancellationTokenSource end)
    {
        await Task.Yield();
        try
        {
            var resource = await objects.ResourceAsync(new(kind.ApiVersion, kind.Kind, ns, ""), end.Token);
            var options = ListOptions.All with { LabelSelector = $"{TargetNames.ManagedLabel}=true" };
            await foreach (var happened in new ObjectWatch(objects, clock).RunAsync(new(resource, ns) { Options = options }, end.Token))
            {
                if (happened.Object.AsMap is { } tree)
                {
                    Ask(kind, new(tree));
                }
            }
        }
        catch (SecretsKitException)
        {
            // The kind is gone, or may not be watched: the next sync of a mapping begins anew.
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // That was asked for.
        }
        finally
        {
            _watches.TryRemove(new(kind, end));
            end.Dispose();
        }
    }

    private void Ask((string ApiVersion, string Kind) kind, ObjectHead target)
    {
        foreach (var (key, tree) in mappings.In(target.Namespace))
        {
            var spec = new ExternalSecret(tree).Target;
            if (spec.Name == target.Name && (spec.ManifestApiVersion, spec.ManifestKind) == kind)
            {
                _queue?.Add(key);
            }
        }
    }
}
