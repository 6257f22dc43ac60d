using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Targets;

/// <summary>Owner references of targets (spec external-secrets.md 2.7, step 3).</summary>
internal static class Ownership
{
    /// <summary>Makes a mapping the controller of its target, or takes its reference away, as the creation policy says.</summary>
    /// <exception cref="SyncException">Another mapping or controller owns it.</exception>
    public static void Apply(ExternalSecret mapping, MapValue target)
    {
        var owners = new ObjectHead(target).Owners;
        var controller = owners.FirstOrDefault(owner => owner.Flag("controller"));
        if (controller is not null && IsMapping(controller) && controller.Text("name") != mapping.Head.Name)
        {
            throw new SyncException(SyncFault.OwnedByAnother, $"secret is owned by another ExternalSecret: {controller.Text("name")}");
        }

        var others = owners.Where(owner => !IsOf(owner, mapping)).ToList();
        if (mapping.Target.Creation == CreationPolicy.Owner)
        {
            if (controller is not null && !IsMapping(controller))
            {
                throw new SyncException(
                    SyncFault.Ownership,
                    $"could not set controller reference on secret: Object {mapping.Head.Namespace}/{mapping.Target.Name} is already owned "
                    + $"by another {controller.Text("kind")} controller {controller.Text("name")}");
            }

            others.Add(Reference(mapping));
        }

        var metadata = target.ChildOrNew("metadata");
        if (others.Count > 0)
        {
            metadata.With("ownerReferences", Value.Of(new ListValue([.. others.Select(owner => Value.Of(owner))])));
        }
        else
        {
            metadata.Remove("ownerReferences");
        }
    }

    /// <summary>Whether a mapping is the controller of an object.</summary>
    public static bool IsControlledBy(MapValue target, ExternalSecret mapping) => new ObjectHead(target).Owners
        .Any(owner => owner.Flag("controller") && owner.Text("uid") == mapping.Head.Uid && mapping.Head.Uid.Length > 0);

    private static bool IsMapping(MapValue owner) => owner.Text("kind") == ExternalSecret.Kind
        && owner.Text("apiVersion").StartsWith($"{ExternalSecret.Group}/", StringComparison.Ordinal);

    private static bool IsOf(MapValue owner, ExternalSecret mapping) => IsMapping(owner) && owner.Text("name") == mapping.Head.Name;

    private static MapValue Reference(ExternalSecret mapping) => new MapValue()
        .With("apiVersion", "external-secrets.io/v1")
        .With("kind", ExternalSecret.Kind)
        .With("name", mapping.Head.Name)
        .With("uid", mapping.Head.Uid)
        .With("controller", Value.True)
        .With("blockOwnerDeletion", Value.True);
}
