using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Ordering;

/// <summary>Which objects an annotation means; what is empty means all.</summary>
/// <param name="Type">The kind or the plural name, whatever the case.</param>
/// <param name="Group">The group, with <see cref="HasGroup"/>.</param>
/// <param name="Version">The version of the group.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
internal sealed record ObjectSelector(string Type, string Group, string Version, string Namespace, string Name)
{
    /// <summary>Whether a group is named, which may be the core group. Default no.</summary>
    public bool HasGroup { get; init; }

    /// <summary>Whether it means an object of the release.</summary>
    public bool Matches(ReleaseObject item)
    {
        var (reference, resource) = (item.Reference, item.Resource);
        return (Type.Length == 0 || Is(Type, resource.Kind) || Is(Type, resource.Name))
            && (!HasGroup || Group == reference.Group)
            && (Version.Length == 0 || Version == reference.Version)
            && (Namespace.Length == 0 || Namespace == reference.Namespace)
            && (Name.Length == 0 || Name == reference.Name);
    }

    private static bool Is(string word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}
