using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Owner references and marks of targets (spec external-secrets.md 2.7, steps 3 and 4).</summary>
internal static class Ownership
{
    /// <summary>Makes a mapping the controller of its target, or takes its reference away, as the creation policy says.</summary>
    /// <exception cref="SyncException">Another mapping or controller owns it.</exception>
    public static void Apply(ExternalSecret mapping, MapValue target)
    {
        var head = new ObjectHead(target);
        var controller = head.Controller;
        if (controller is not null && IsMapping(controller) && controller.Text("name") != mapping.Head.Name)
        {
            throw new SyncException(SyncFault.OwnedByAnother, $"secret is owned by another ExternalSecret: {controller.Text("name")}");
        }

        if (mapping.Target.Creation == CreationPolicy.Owner)
        {
            if (controller is not null && !IsMapping(controller))
            {
                throw new SyncException(
                    SyncFault.Ownership,
                    $"could not set controller reference on secret: Object {mapping.Head.Namespace}/{mapping.Target.Name} is already owned "
                    + $"by another {controller.Text("kind")} controller {controller.Text("name")}");
            }

        }

        target.ChildOrNew("metadata").SetOwners(OwnersOf(mapping, head));
    }

    /// <summary>Writes the labels by which a target is known as ours, and the mark of its content.</summary>
    public static void Mark(ExternalSecret mapping, MapValue target)
    {
        var metadata = target.ChildOrNew("metadata");
        var labels = metadata.ChildOrNew("labels");
        if (mapping.Target.Creation == CreationPolicy.Owner)
        {
            labels.With(TargetNames.OwnerLabel, TargetNames.OwnerOf(mapping.Head));
        }
        else
        {
            labels.Remove(TargetNames.OwnerLabel);
        }

        labels.With(TargetNames.ManagedLabel, "true");
        metadata.ChildOrNew("annotations").With(TargetNames.HashAnnotation, TargetValidity.HashOf(mapping.Target, target));
    }

    /// <summary>Whether a mapping is the controller of an object.</summary>
    public static bool IsControlledBy(MapValue target, ExternalSecret mapping) =>
        mapping.Head.Uid.Length > 0 && new ObjectHead(target).Controller?.Text("uid") == mapping.Head.Uid;

    // Our reference keeps its place among others.
    private static List<MapValue> OwnersOf(ExternalSecret mapping, ObjectHead head)
    {
        var owners = head.Owners.Where(owner => !IsOf(owner, mapping)).ToList();
        if (mapping.Target.Creation == CreationPolicy.Owner)
        {
            var place = head.Owners.TakeWhile(owner => !IsOf(owner, mapping)).Count();
            owners.Insert(
                Math.Min(place, owners.Count), OwnerReferences.Controller("external-secrets.io/v1", ExternalSecret.Kind, mapping.Head));
        }

        return owners;
    }

    private static bool IsMapping(MapValue owner) => owner.IsTo(ExternalSecret.Group, ExternalSecret.Kind);

    private static bool IsOf(MapValue owner, ExternalSecret mapping) => IsMapping(owner) && owner.Text("name") == mapping.Head.Name;
}
