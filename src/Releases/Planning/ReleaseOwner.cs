using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Planning;

/// <summary>The release that objects belong to, by a label and two annotations on each of them (spec helm.md 7).</summary>
/// <param name="Release">The name of the release.</param>
/// <param name="Namespace">The namespace of the release.</param>
public sealed record ReleaseOwner(string Release, string Namespace)
{
    private const string Labels = "labels";
    private const string Annotations = "annotations";
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string Manager = "Helm";
    private const string NameAnnotation = "meta.helm.sh/release-name";
    private const string NamespaceAnnotation = "meta.helm.sh/release-namespace";

    /// <summary>The object with the marks of this release, as it is sent; in manifests of records they are not.</summary>
    public ReleaseObject Mark(ReleaseObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var marked = ObjectTree.WithMarks(item.Manifest, Labels, (ManagedBy, Manager));
        return item.With(ObjectTree.WithMarks(marked, Annotations, (NameAnnotation, Release), (NamespaceAnnotation, Namespace)));
    }

    /// <summary>Why an object of a server is not one of this release, in Helm's words; null if it is.</summary>
    /// <param name="live">The object as the server has it.</param>
    public string? Complaint(MapValue live)
    {
        ArgumentNullException.ThrowIfNull(live);
        string?[] complaints =
        [
            Complaint(live, Labels, "label", ManagedBy, Manager),
            Complaint(live, Annotations, "annotation", NameAnnotation, Release),
            Complaint(live, Annotations, "annotation", NamespaceAnnotation, Namespace),
        ];
        var found = string.Join("; ", complaints.OfType<string>());
        return found.Length == 0 ? null : "invalid ownership metadata; " + found;
    }

    private static string? Complaint(MapValue live, string field, string kind, string key, string wanted)
    {
        var actual = ObjectTree.Mark(live, field, key);
        return actual == wanted ? null
            : actual is null ? $"{kind} validation error: missing key \"{key}\": must be set to \"{wanted}\""
            : $"{kind} validation error: key \"{key}\" must equal \"{wanted}\": current value is \"{actual}\"";
    }
}
