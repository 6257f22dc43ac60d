using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Reads and writes <c>ownerReferences</c>.</summary>
internal static class OwnerReferences
{
    /// <summary>A reference that makes an object the controller of another.</summary>
    /// <param name="apiVersion">The group and version that it is written with.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="owner">The object.</param>
    public static MapValue Controller(string apiVersion, string kind, ObjectHead owner) => new MapValue()
        .With("apiVersion", apiVersion)
        .With("kind", kind)
        .With("name", owner.Name)
        .With("uid", owner.Uid)
        .With("controller", Value.True)
        .With("blockOwnerDeletion", Value.True);

    /// <summary>Whether a reference is to an object of a kind; the version of its group does not matter.</summary>
    public static bool IsTo(this MapValue reference, string group, string kind) => reference.Text("kind") == kind
        && reference.Text("apiVersion").StartsWith($"{group}/", StringComparison.Ordinal);

    /// <summary>Replaces the references of an object; without any it has no such field.</summary>
    public static void SetOwners(this MapValue metadata, IReadOnlyCollection<MapValue> references)
    {
        if (references.Count > 0)
        {
            metadata.With("ownerReferences", references);
        }
        else
        {
            metadata.Remove("ownerReferences");
        }
    }
}
