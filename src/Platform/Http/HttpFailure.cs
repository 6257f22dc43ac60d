using System.Net.Sockets;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>Go's words for what goes wrong between a question and its answer. Nothing that came over the wire is in them.</summary>
internal static class HttpFailure
{
    /// <summary>Why there was no answer.</summary>
    public static string Describe(HttpRequestException failure) => failure switch
    {
        { InnerException: SecretsKitException dialled } => dialled.Message,
        { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } status } => new HttpAnswer((int)status, "", []).UsualReason,
        { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => Handshake(failure),
        { HttpRequestError: HttpRequestError.InvalidResponse } => "net/http: HTTP/1.x transport connection broken: malformed HTTP response",
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "net/http: server response headers exceeded the limit",
        _ when SocketErrorIn(failure) is { } error => "read: " + Dialer.Describe(error),
        _ => $"no answer ({failure.HttpRequestError})",
    };

    /// <summary>Why an answer did not come to its end.</summary>
    public static string DescribeReading(IOException failure) => SocketErrorIn(failure) is { } error ? "read: " + Dialer.Describe(error)
        : failure is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } ? "unexpected EOF"
        : "the content cannot be read to its end";

    private static string Handshake(HttpRequestException failure)
    {
        // The only sign of an answer that is not encrypted, such as one that begins with the letters of HTTP, are the words of the base library.
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause.Message.Contains("frame size", StringComparison.Ordinal))
            {
                return "http: server gave HTTP response to HTTPS client";
            }
        }

        return SocketErrorIn(failure) is { } error ? "read: " + Dialer.Describe(error) : "tls: handshake failure";
    }

    private static SocketError? SocketErrorIn(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
