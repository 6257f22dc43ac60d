using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;

namespace SecretsKit.Releases.Planning;

/// <summary>The patch that Helm sends for an object without server-side apply (spec helm.md 12).</summary>
internal static class ClientSidePatch
{
    // Clients know the first version of this group no more.
    private const string OldDefinitions = "apiextensions.k8s.io/v1beta1";

    /// <summary>
    /// Makes the patch: three-way and strategic for Kubernetes' own kinds; for others from the old manifest to the new one alone, unless
    /// an object is taken over.
    /// </summary>
    /// <param name="original">
    /// The object as the old manifest has it. Null where that has none: a failed revision left the object out and did not come to deleting
    /// it. Then the new manifest counts as the old one, too, because the one that the object was last written from cannot be known: nothing
    /// is deleted. The reference takes the live object, whose identity and state its patch deletes, and which servers refuse.
    /// </param>
    /// <param name="target">The object as it is to be.</param>
    /// <param name="live">The object as the server has it.</param>
    /// <param name="policy">Whether objects of others are taken over.</param>
    public static ObjectPatch Of(MapValue? original, ReleaseObject target, MapValue live, OwnershipPolicy policy)
    {
        var reference = target.Reference;
        var type = reference.ApiVersion == OldDefinitions ? null : MergeSchema.Find(reference.ApiVersion, reference.Kind);
        var old = original ?? target.Manifest;
        return type is not null ? ObjectPatch.StrategicMerge(StrategicMergePatch.ThreeWay(old, target.Manifest, live, type))
            : policy == OwnershipPolicy.Take || original is null
                ? ObjectPatch.JsonMerge(JsonMergePatch.ThreeWay(old, target.Manifest, live))
            : ObjectPatch.JsonMerge(JsonMergePatch.TwoWay(old, target.Manifest));
    }
}
