using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>An object is there already and is not of the release.</summary>
/// <param name="Object">Which.</param>
/// <param name="Complaint">Which marks are missing or others.</param>
public sealed record OwnershipCause(ResourceRef Object, string Complaint) : FailureCause
{
    /// <summary>The failure to throw.</summary>
    public SecretsKitException ToException() => new(
        ErrorCode.General,
        $"{Object.Kind} \"{Object.Name}\" in namespace \"{Object.Namespace}\" exists and cannot be imported into "
        + $"the current release: {Complaint}")
    {
        Cause = this,
        Hint = "delete or rename the object, or make it the release's own with --take-ownership",
    };
}
