using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>
/// An API server refused a request. The message is the server's sentence, or one of ours where it gives none; the server may quote the
/// object that was sent.
/// </summary>
public sealed class ApiException : SecretsKitException
{
    /// <summary>Makes one of what the server said.</summary>
    public ApiException(ApiRequest request, ApiStatus status)
        : base(ErrorCode.General, MessageOf(request, status))
    {
        ArgumentNullException.ThrowIfNull(request);
        (Method, Path, Status) = (request.Method.Method, request.Path, status);
        Cause = (FailureCause?)AccessDeniedCause.Read(request, status) ?? (FailureCause?)RightsNotHeldCause.Read(status)
            ?? NamespaceEndingCause.Read(request, status);
    }

    /// <summary>The method of the request.</summary>
    public string Method { get; }

    /// <summary>The path of the request, from the root.</summary>
    public string Path { get; }

    /// <summary>What the server said.</summary>
    public ApiStatus Status { get; }

    private static string MessageOf(ApiRequest request, ApiStatus status) => status.Message.Length > 0
        ? status.Message
        : status.Code switch
        {
            401 => "the server has asked for the client to provide credentials",
            403 => "the server does not allow access to the requested resource",
            404 => "the server could not find the requested resource",
            429 => "the server has received too many requests and has asked us to try again later",
            503 => "the server is currently unable to handle the request",
            _ => $"the server answered {request.Method} {request.Path} with status {status.Code}",
        };
}
