using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Running;

/// <summary>Reads and writes the targets of mappings.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="targets">Gets what the server answers to writes.</param>
internal sealed class TargetWriter(ObjectClient objects, TargetCache targets)
{
    /// <summary>A target as the server has it, or null.</summary>
    public async ValueTask<MapValue?> ReadAsync(ExternalSecret mapping, CancellationToken ct) =>
        (await objects.FindAsync(TargetOf(mapping), ct)).AsMap;

    /// <summary>Does to a target what a plan says.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task WriteAsync(SyncPlan plan, ExternalSecret mapping, MapValue? existing, CancellationToken ct)
    {
        var options = new WriteOptions { FieldManager = TargetNames.ManagerOf(mapping.Head.Name) };
        var target = TargetOf(mapping);
        var answer = plan.Action switch
        {
            TargetAction.Label => await objects.PatchAsync(target, LabelPatch(), options, ct),
            TargetAction.Create => await objects.CreateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Update => await objects.UpdateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Delete => await objects.DeleteAsync(target, new() { Uid = new ObjectHead(existing!).Uid }, ct),
            _ => Value.Nil,
        };
        if (plan.Action is TargetAction.Create or TargetAction.Update && mapping.Target.ManifestKind.Length == 0
            && answer.AsMap is { } tree)
        {
            targets.Put(tree);
        }
    }

    /// <summary>Deletes the Secrets with the owner label of a mapping and another name than its target's.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="made">Gets an event for each.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">The server refused.</exception>
    public async Task DeleteOrphansAsync(ExternalSecret mapping, List<SyncEvent> made, CancellationToken ct)
    {
        var resource = await objects.ResourceAsync(new("v1", "Secret", mapping.Head.Namespace, mapping.Target.Name), ct);
        var selector = $"{TargetNames.OwnerLabel}={TargetNames.OwnerOf(mapping.Head)}";
        try
        {
            var list = await objects.ListAsync(resource, mapping.Head.Namespace, new() { LabelSelector = selector }, ct);
            foreach (var item in list.Items)
            {
                if (item.AsMap is { } tree && new ObjectHead(tree) is var head && head.Name != mapping.Target.Name)
                {
                    await objects.DeleteAsync(new("v1", "Secret", head.Namespace, head.Name), new() { Uid = head.Uid }, ct);
                    made.Add(SyncEvent.Normal("Deleted", "secret deleted because it was orphaned"));
                }
            }
        }
        catch (ApiException failure) when (!failure.Status.IsConflict)
        {
            throw new SyncException(SyncFault.OrphanDeletion, failure.Message, failure);
        }
    }

    /// <summary>Deletes the target of a mapping that is its controller.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> TryDeleteOwnAsync(ExternalSecret mapping, CancellationToken ct)
    {
        if (await ReadAsync(mapping, ct) is not { } target || !Ownership.IsControlledBy(target, mapping))
        {
            return false;
        }

        await objects.DeleteAsync(TargetOf(mapping), new() { Uid = new ObjectHead(target).Uid }, ct);
        return true;
    }

    private static ObjectPatch LabelPatch() => ObjectPatch.JsonMerge(
        new MapValue().With("metadata", new MapValue().With("labels", new MapValue().With(TargetNames.ManagedLabel, TargetNames.Managed))));

    private static ResourceRef TargetOf(ExternalSecret mapping) => mapping.Target.ManifestKind.Length > 0
        ? new(mapping.Target.ManifestApiVersion, mapping.Target.ManifestKind, mapping.Head.Namespace, mapping.Target.Name)
        : new("v1", "Secret", mapping.Head.Namespace, mapping.Target.Name);
}
