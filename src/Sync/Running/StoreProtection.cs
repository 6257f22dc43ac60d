using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Running;

/// <summary>Keeps stores from being deleted while a PushSecret still has to delete from them (spec external-secrets.md 3.1).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="stores">The stores of one kind.</param>
/// <param name="kind">The kind.</param>
/// <param name="pushes">The PushSecrets.</param>
internal sealed class StoreProtection(ObjectClient objects, ObjectCache stores, string kind, ObjectCache pushes)
{
    private const string Finalizer = "secretstore.externalsecrets.io/finalizer";

    private readonly FinalizerWriter _finalizers = new(objects, stores);

    /// <summary>Looks at a store.</summary>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (stores.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        var head = new ObjectHead(tree);
        var isProtected = head.Finalizers.Contains(Finalizer);
        var isNeeded = IsNeeded(head);
        if (isProtected == isNeeded || (isNeeded && head.IsDeleting))
        {
            return Requeue.None;
        }

        var others = head.Finalizers.Where(name => name != Finalizer);
        await _finalizers.WriteAsync(head, isNeeded ? others.Append(Finalizer) : others, ct);
        return Requeue.None;
    }

    /// <summary>The stores that a PushSecret protects, or protected before it changed; null for one that is not there.</summary>
    public List<ObjectKey> StoresOf(MapValue? old, MapValue? now)
    {
        var pushes = ((MapValue?[])[old, now]).OfType<MapValue>().Select(tree => new PushSecret(tree))
            .Where(push => push.DeletesRemote).ToList();
        return pushes.Count == 0 ? [] :
        [
            .. stores.All.Where(store => pushes.Any(push => IsInReach(store.Key, push) && Names(push, new ObjectHead(store.Value))))
                .Select(store => store.Key),
        ];
    }

    private bool IsNeeded(ObjectHead store) => (store.Namespace.Length == 0 ? pushes.All : pushes.In(store.Namespace))
        .Select(entry => new PushSecret(entry.Value))
        .Any(push => push.DeletesRemote && Names(push, store)
            && (!push.Head.IsDeleting || push.Head.Finalizers.Contains(PushLoop.Finalizer)));

    private static bool IsInReach(ObjectKey store, PushSecret push) =>
        store.Namespace.Length == 0 || store.Namespace == push.Head.Namespace;

    private bool Names(PushSecret push, ObjectHead store) => push.Stores.Any(reference => reference.Matches(kind, store))
        || push.Status.Pushed?.Stores.Contains(PushStep.NameOf(new(store.Name, kind))) == true;
}
