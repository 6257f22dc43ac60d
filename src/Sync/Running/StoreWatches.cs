using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Stores;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Follows stores whose content says at once that it changes, so that mappings need not wait for their interval: the Secret or ConfigMap of
/// a <c>sopsFile</c>, the Secrets of a <c>kubernetes</c> store, and the settings of every store. One watch for each store; one that is not
/// allowed is tried again after a while, and the interval goes on counting.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="caches">The stores and mappings.</param>
/// <param name="rules">Which stores count.</param>
/// <param name="host">The surroundings of stores.</param>
/// <param name="references">Finds what stores refer to.</param>
/// <param name="demands">Is told which mappings to read.</param>
internal sealed class StoreWatches(
    ObjectClient objects, AgentCaches caches, StoreRules rules, ProviderHost host, IObjectSource references, RefreshDemands demands)
    : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<StoreRefKey, (CancellationTokenSource End, Task Task)> _watches = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>Follows all stores. Before the agent runs.</summary>
    public void Listen()
    {
        caches.Stores.Listen((key, old, now) => OnStore(StoreManifest.NamespacedKind, key, old, now));
        caches.ClusterStores.Listen((key, old, now) => OnStore(StoreManifest.ClusterKind, key, old, now));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_watches.Values.Select(watch => watch.Task));
        foreach (var (end, _) in _watches.Values)
        {
            end.Dispose();
        }

        _end.Dispose();
    }

    private void OnStore(string kind, ObjectKey key, MapValue? old, MapValue? now)
    {
        var isChanged = old is null || now is null || new ObjectHead(old).Generation != new ObjectHead(now).Generation;
        if (!isChanged || _end.IsCancellationRequested)
        {
            return;
        }

        var store = new StoreRefKey(kind, key);
        if (_watches.TryRemove(store, out var watch))
        {
            watch.End.Cancel();
        }

        if (now is null || rules.IsForeign(now))
        {
            return;
        }

        if (old is not null)
        {
            Demand(store, null);
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _watches[store] = (end, FollowAsync(store, now, end.Token));
    }

    private async Task FollowAsync(StoreRefKey store, MapValue tree, CancellationToken ct)
    {
        await Task.Yield();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var name in ChangesAsync(tree, ct))
                {
                    Demand(store, name);
                }

                return;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (SecretsKitException)
            {
                // It may not be watched, or not yet: the interval counts meanwhile.
            }

            try
            {
                await Task.Delay(Pause, host.Clock, ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async IAsyncEnumerable<string?> ChangesAsync(
        MapValue tree, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var manifest = StoreManifest.Read(tree);
        if (manifest.ProviderField == "sopsFile")
        {
            await foreach (var _ in FileChangesAsync(manifest, ct))
            {
                yield return null;
            }
        }
        else if (manifest.ProviderField == "kubernetes")
        {
            var context = rules.Apply(manifest.ContextFor(manifest.Namespace, new ObjectReferences(references), host));
            await using var made = SecretStores.Create(manifest, context);
            if (made is IObservedSecretStore observed)
            {
                await foreach (var name in observed.ChangesAsync(ct))
                {
                    yield return name;
                }
            }
        }
    }

    // One of a ClusterSecretStore without a namespace is another file for each mapping: the interval counts for it.
    private async IAsyncEnumerable<bool> FileChangesAsync(
        StoreManifest manifest, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var (kind, reference) = manifest.Provider.Child("secretRef") is { } secret ? ("Secret", secret)
            : ("ConfigMap", manifest.Provider.Child("configMapRef") ?? new MapValue());
        var ns = manifest.IsClusterStore ? reference.Text("namespace") : manifest.Namespace;
        if (ns.Length == 0 || reference.Text("name") is not { Length: > 0 } name)
        {
            yield break;
        }

        var resource = await objects.ResourceAsync(new("v1", kind, ns, name), ct);
        var selection = new WatchSelection(resource, ns)
        {
            Options = new() { FieldSelector = $"metadata.name={name}" },
            KeepsObjects = false,
        };
        var isListed = false;
        await foreach (var happened in new ObjectWatch(objects, host.Clock).RunAsync(selection, ct))
        {
            if (isListed)
            {
                yield return true;
            }

            isListed |= happened.Kind == WatchEventKind.Listed;
        }
    }

    // The mappings that read a secret of a store; all of them if it is not known which secret changed.
    private void Demand(StoreRefKey store, string? name)
    {
        foreach (var (key, tree) in store.Key.Namespace.Length == 0 ? caches.Mappings.All : caches.Mappings.In(store.Key.Namespace))
        {
            var mapping = new ExternalSecret(tree);
            if (Reads(mapping, store, name))
            {
                demands.Add(key);
            }
        }
    }

    private static bool Reads(ExternalSecret mapping, StoreRefKey store, string? name)
    {
        bool Is(StoreRef? own, bool hasSource) =>
            mapping.StoreOf(own, hasSource) is var used && used.Kind == store.Kind && used.Name == store.Key.Name;

        return mapping.Data.Any(row => Is(row.Store, row.HasSource) && (name is null || row.Remote.Key == name))
            || mapping.DataFrom.Any(row => !row.IsGenerated && Is(row.Store, row.HasSource)
                && (name is null || row.Find is not null || row.Extract?.Key == name));
    }

    private readonly record struct StoreRefKey(string Kind, ObjectKey Key);
}
