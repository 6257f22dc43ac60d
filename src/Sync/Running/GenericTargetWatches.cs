using System.Collections.Concurrent;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
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
/// <param name="queue">Where mappings are looked at.</param>
/// <param name="ns">The namespace that is served; empty for all.</param>
/// <param name="clock">Times and waits.</param>
internal sealed class GenericTargetWatches(
    ObjectClient objects, ObjectCache mappings, WorkQueue<ObjectKey> queue, string ns, TimeProvider clock)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), CancellationTokenSource> _watches = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private CancellationToken _end = new(canceled: true);

    /// <summary>Makes sure that the kind of a mapping's target is followed.</summary>
    public void Follow(ExternalSecret mapping)
    {
        var kind = (mapping.Target.ManifestApiVersion, mapping.Target.ManifestKind);
        if (_end.IsCancellationRequested || _watches.ContainsKey(kind))
        {
            return;
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(_end);
        if (_watches.TryAdd(kind, end))
        {
            var task = FollowAsync(kind, end);
            _running.TryAdd(task, 0);
        }
        else
        {
            end.Dispose();
        }
    }

    /// <summary>Works until the token fires.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        _end = ct;
        try
        {
            while (true)
            {
                await Task.Delay(Sweep, clock, ct);
                await EndUnusedAsync();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Keys);
        }
    }

    private async Task EndUnusedAsync()
    {
        var used = mappings.All.Select(entry => new ExternalSecret(entry.Value).Target)
            .Select(target => (target.ManifestApiVersion, target.ManifestKind)).ToHashSet();
        foreach (var (kind, end) in _watches.Where(entry => !used.Contains(entry.Key)))
        {
            _watches.TryRemove(kind, out _);
            await end.CancelAsync();
        }

        foreach (var task in _running.Keys.Where(task => task.IsCompleted))
        {
            _running.TryRemove(task, out _);
        }
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
        foreach (var (key, tree) in mappings.All.Where(entry => entry.Key.Namespace == target.Namespace))
        {
            var spec = new ExternalSecret(tree).Target;
            if (spec.Name == target.Name && (spec.ManifestApiVersion, spec.ManifestKind) == kind)
            {
                queue.Add(key);
            }
        }
    }
}
