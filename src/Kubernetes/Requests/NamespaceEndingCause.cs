using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>A namespace is being deleted, so nothing can be made in it any more.</summary>
/// <param name="Namespace">Which; empty where the request does not say.</param>
public sealed record NamespaceEndingCause(string Namespace) : FailureCause
{
    private const string Reason = "NamespaceTerminating";

    /// <summary>Reads it.</summary>
    /// <param name="request">What was refused.</param>
    /// <param name="status">What the server said.</param>
    /// <returns>Null where it is about something else.</returns>
    public static NamespaceEndingCause? Read(ApiRequest request, ApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        return status.Causes.Any(cause => cause.Reason == Reason) ? new(RequestPath.NamespaceOf(request.Path)) : null;
    }
}
