using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.SopsSecrets;

namespace SecretsKit.Sync.Running;

/// <summary>Carries out SopsSecrets of a cluster.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="secrets">The SopsSecrets.</param>
/// <param name="targets">What is known of the Secrets that they become.</param>
/// <param name="planner">Says what is done.</param>
/// <param name="events">Writes events.</param>
internal sealed class SopsLoop(
    ObjectClient objects, ObjectCache secrets, TargetCache targets, SopsPlanner planner, EventRecorder events)
{
    private const string Source = "sops-secret";

    private readonly StatusWriter _statuses = new(objects);

    /// <summary>Looks at a SopsSecret.</summary>
    /// <param name="key">Which.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (secrets.Find(key) is not { } tree || new ObjectHead(tree).IsDeleting)
        {
            return Requeue.None;
        }

        return await SyncAsync(new(tree), ct);
    }

    /// <summary>The objects that become a Secret.</summary>
    public List<ObjectKey> OwnersOf(ObjectKey target) =>
    [
        .. secrets.In(target.Namespace).Where(entry => new SopsSecret(entry.Value).TargetName == target.Name).Select(entry => entry.Key),
    ];

    /// <summary>The objects that are not in order: other keys may open them.</summary>
    public List<ObjectKey> Unready() =>
        [.. secrets.All.Where(entry => !new SopsSecret(entry.Value).Status.IsReady).Select(entry => entry.Key)];

    private async Task<Requeue> SyncAsync(SopsSecret sops, CancellationToken ct)
    {
        var reference = new ResourceRef("v1", "Secret", sops.Head.Namespace, sops.TargetName);
        var plan = await planner.PlanAsync(sops, (await objects.FindAsync(reference, ct)).AsMap, ct);
        try
        {
            var options = new WriteOptions { FieldManager = SopsSecret.Group };
            var written = plan.Action switch
            {
                TargetAction.Create => await objects.CreateAsync(Value.Of(plan.Wanted!), options, ct),
                TargetAction.Update => await objects.UpdateAsync(Value.Of(plan.Wanted!), options, ct),
                _ => Value.Nil,
            };
            if (written.AsMap is { } tree)
            {
                targets.Put(tree);
            }
        }
        catch (ApiException failure) when (!failure.Status.IsConflict && !failure.Status.IsAlreadyExists)
        {
            plan = planner.NotWritten(sops, failure.Message);
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            return Requeue.Immediately;
        }

        if (plan.Status is null)
        {
            return plan.Requeue;
        }

        if (plan.Event is { } what)
        {
            await events.WriteAsync(sops.Head, Source, what, ct);
        }

        if (await _statuses.WriteAsync(sops.Tree, plan.Status, ct) is { } status)
        {
            secrets.Put(status);
        }

        return plan.Requeue;
    }
}
