using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>A manifest has objects of kinds that the server does not have.</summary>
/// <param name="Objects">Those objects, in the order of the manifest.</param>
public sealed record UnknownKindCause(IReadOnlyList<ResourceRef> Objects) : FailureCause
{
    /// <summary>The failure to throw.</summary>
    public SecretsKitException ToException() => new(
        ErrorCode.General,
        Objects.Count == 1 ? Complaint(Objects[0]) : $"[{string.Join(", ", Objects.Select(Complaint))}]")
    {
        Cause = this,
        Hint = "install the CustomResourceDefinitions first, or use versions that the server has",
    };

    private static string Complaint(ResourceRef item) =>
        $"resource mapping not found for name: \"{item.Name}\" namespace: \"{item.Namespace}\" from \"\": "
        + $"no matches for kind \"{item.Kind}\" "
        + $"in version \"{item.ApiVersion}\"\nensure CRDs are installed first";
}
