using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Planning;

/// <summary>The annotation by which an object outlives its release (spec helm.md 11, 12).</summary>
internal static class ResourcePolicy
{
    /// <summary>The value that keeps an object.</summary>
    public const string Keep = "keep";

    private const string Annotation = "helm.sh/resource-policy";

    /// <summary>The policy of an object as it is written; null where it has none.</summary>
    public static string? Of(MapValue item) => ObjectTree.Mark(item, "annotations", Annotation);
}
