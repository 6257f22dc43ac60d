using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Failures;

/// <summary>
/// A request has no usable response. The message names method, URL and cause, and quotes nothing that came over the wire. There is no inner
/// exception: those of the base library quote headers of the server.
/// </summary>
public sealed class HttpTransportException : SecretsKitException
{
    /// <summary>Words the failure.</summary>
    public HttpTransportException(HttpFailure failure)
        : base(CodeOf(failure), $"{HttpFailureText.Describe(failure)}")
    {
        Failure = failure;
        Cause = new HttpCause(failure);
        Hint = HttpFailureText.Hint(failure);
    }

    /// <summary>Why, to switch on.</summary>
    public HttpFailure Failure { get; }

    private static ErrorCode CodeOf(HttpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Kind == HttpFailureKind.ResponseTooLarge ? ErrorCode.LimitExceeded : ErrorCode.General;
    }
}
