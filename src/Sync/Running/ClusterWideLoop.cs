using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Running;

/// <summary>Carries out ClusterExternalSecrets or ClusterPushSecrets (spec external-secrets.md 4.1, 4.3).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="kind">Which of both.</param>
/// <param name="parents">The objects.</param>
/// <param name="children">What they make.</param>
/// <param name="namespaces">All namespaces.</param>
/// <param name="clock">When.</param>
internal sealed class ClusterWideLoop(
    ObjectClient objects, ClusterWideKind kind, ObjectCache parents, ObjectCache children, ObjectCache namespaces, TimeProvider clock)
{
    private readonly StatusWriter _statuses = new(objects);
    private readonly FinalizerWriter _finalizers = new(objects, parents);
    private readonly FinalizerWriter _namespaceFinalizers = new(objects, namespaces);

    /// <summary>Looks at an object.</summary>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (parents.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        var parent = new ClusterWideObject(kind, tree);
        if (parent.Head.IsDeleting)
        {
            await EndAsync(parent, ct);
            return Requeue.None;
        }

        if (kind.Finalizer.Length > 0 && !parent.Head.Finalizers.Contains(kind.Finalizer))
        {
            parent = new(kind, await _finalizers.WriteAsync(parent.Head, parent.Head.Finalizers.Append(kind.Finalizer), ct) ?? tree);
        }

        return await SpreadAsync(parent, ct);
    }

    /// <summary>The objects that a changed namespace matters to: also those that it mattered to before.</summary>
    public List<ObjectKey> ParentsOfNamespace(MapValue? old, MapValue? now)
    {
        if (old is not null && now is not null && !ObjectChange.IsOfMapping(new(old), new(now)))
        {
            return [];
        }

        var heads = ((MapValue?[])[old, now]).OfType<MapValue>().Select(tree => new ObjectHead(tree)).ToList();
        return
        [
            .. parents.All.Where(entry => new ClusterWideObject(kind, entry.Value) is var parent && heads.Any(ns => parent.Selects(ns)
                    || parent.Provisioned.Contains(ns.Name)
                    || (parent.NamespaceFinalizer.Length > 0 && ns.Finalizers.Contains(parent.NamespaceFinalizer))))
                .Select(entry => entry.Key),
        ];
    }

    /// <summary>The object that made another, if that was changed by somebody or is gone.</summary>
    public List<ObjectKey> ParentsOfChild(MapValue? old, MapValue? now) =>
        (now is null || (old is not null && ObjectChange.IsOfMapping(new(old), new(now))))
        && new ObjectHead((now ?? old)!).Owners.FirstOrDefault(owner => owner.Flag("controller") && owner.Text("kind") == kind.Kind)
            is { } owner ? [new("", owner.Text("name"))] : [];

    private async Task<Requeue> SpreadAsync(ClusterWideObject parent, CancellationToken ct)
    {
        var plan = PlannerFor(parent).Plan();
        var failed = new SortedDictionary<string, string>(plan.Failed.ToDictionary(), StringComparer.Ordinal);
        var isConflict = false;
        foreach (var step in plan.Steps.Where(step => !failed.ContainsKey(step.Namespace)))
        {
            try
            {
                await CarryOutAsync(step, parent, ct);
            }
            catch (ApiException failure)
            {
                isConflict |= failure.Status.IsConflict || failure.Status.IsAlreadyExists;
                failed[step.Namespace] = $"could not create or update {kind.ChildKind}: {failure.Message}";
            }
        }

        if (isConflict)
        {
            // Somebody else was faster, or the watch is behind: another look shows what is there.
            return Requeue.Backoff;
        }

        var status = ClusterWideStatus.Of(parent, plan.Provisioned.Where(ns => !failed.ContainsKey(ns)), failed, clock.GetUtcNow());
        if (!TreeEquality.AreEqual(Value.Of(parent.Tree.Child("status") ?? new MapValue()), Value.Of(status))
            && await _statuses.WriteAsync(parent.Tree, status, ct) is { } written)
        {
            parents.Put(written);
        }

        return Requeue.After(parent.Interval > TimeSpan.Zero ? parent.Interval : null);
    }

    private async Task EndAsync(ClusterWideObject parent, CancellationToken ct)
    {
        if (kind.Finalizer.Length == 0 || !parent.Head.Finalizers.Contains(kind.Finalizer))
        {
            return;
        }

        foreach (var step in PlannerFor(parent).PlanEnd().Steps)
        {
            await CarryOutAsync(step, parent, ct);
        }

        await _finalizers.WriteAsync(parent.Head, parent.Head.Finalizers.Where(name => name != kind.Finalizer), ct);
    }

    private ClusterWidePlanner PlannerFor(ClusterWideObject parent) => new(
        parent, [.. namespaces.All.Select(entry => new ObjectHead(entry.Value))], (ns, name) => children.Find(new(ns, name)));

    private async Task CarryOutAsync(NamespaceStep step, ClusterWideObject parent, CancellationToken ct)
    {
        switch (step.Action)
        {
            case NamespaceAction.Create:
                await objects.CreateAsync(Value.Of(step.Wanted!), WriteOptions.Default, ct);
                break;
            case NamespaceAction.Update:
                await objects.UpdateAsync(Value.Of(step.Wanted!), WriteOptions.Default, ct);
                break;
            case NamespaceAction.Delete:
                await objects.DeleteAsync(
                    new(kind.ChildApiVersion, kind.ChildKind, step.Namespace, step.Name), new() { Uid = step.Uid }, ct);
                break;
            case NamespaceAction.Hold or NamespaceAction.Release when namespaces.Find(new("", step.Namespace)) is { } tree:
                var ns = new ObjectHead(tree);
                var others = ns.Finalizers.Where(name => name != parent.NamespaceFinalizer);
                await _namespaceFinalizers.WriteAsync(
                    ns, step.Action == NamespaceAction.Hold ? others.Append(parent.NamespaceFinalizer) : others, ct);
                break;
        }
    }
}
