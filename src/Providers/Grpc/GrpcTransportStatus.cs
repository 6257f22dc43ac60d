using System.Globalization;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Providers.Grpc;

/// <summary>
/// The status of a call that has none of its own: there was no response, or it is not one of gRPC. Codes and words are those of grpc-go
/// (<c>internal/transport</c>).
/// </summary>
internal static class GrpcTransportStatus
{
    /// <summary>There was no response.</summary>
    public static GrpcStatus Of(HttpFailure failure) => failure.Kind switch
    {
        HttpFailureKind.TimedOut when failure.MayHaveBeenProcessed => new(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded"),
        HttpFailureKind.ConnectionRefused or HttpFailureKind.ConnectionFailed or HttpFailureKind.Proxy or HttpFailureKind.TimedOut
            or HttpFailureKind.NameResolution => Connection("transport: Error while dialing: " + GoHttpFailure.Describe(failure)),
        HttpFailureKind.UntrustedCertificate or HttpFailureKind.WrongHostName or HttpFailureKind.ExpiredCertificate or HttpFailureKind.Tls
            => Connection("transport: authentication handshake failed: " + GoHttpFailure.Describe(failure)),
        HttpFailureKind.ConnectionLost when !failure.MayHaveBeenProcessed =>
            Connection("error reading server preface: " + GoHttpFailure.Describe(failure)),
        HttpFailureKind.ConnectionLost => new(
            GrpcStatusCode.Unavailable, "error reading from server: " + (failure.Status is null ? GoHttpFailure.Describe(failure)
                : GoHttpFailure.DescribeReading(failure))),
        HttpFailureKind.ResponseTooLarge => new(GrpcStatusCode.ResourceExhausted, "grpc: received message larger than max"),
        _ => new(GrpcStatusCode.Unavailable, "error reading from server: " + GoHttpFailure.Describe(failure)),
    };

    /// <summary>The response is none of gRPC: of another status than 200, or of another type of content.</summary>
    public static GrpcStatus Of(HttpResponse response)
    {
        var type = response.Header("Content-Type");
        var what = type is null ? "malformed header: missing HTTP content-type"
            : $"transport: received unexpected content-type {GoQuote.Format(type)}";
        var text = string.Create(CultureInfo.InvariantCulture, $"unexpected HTTP status code received from server: {response.Status} ")
            + $"({new HttpGetResponse(response.Status, "", []).UsualReason})";
        return new(CodeOf(response.Status), IsGrpc(type) ? text : text + "; " + what);
    }

    /// <summary>Whether a type of content is that of gRPC.</summary>
    public static bool IsGrpc(string? contentType)
    {
        const string Type = "application/grpc";
        return contentType is not null && contentType.StartsWith(Type, StringComparison.OrdinalIgnoreCase)
            && (contentType.Length == Type.Length || contentType[Type.Length] is '+' or ';');
    }

    private static GrpcStatus Connection(string cause) =>
        new(GrpcStatusCode.Unavailable, "connection error: desc = " + GoQuote.Format(cause));

    private static GrpcStatusCode CodeOf(int status) => status switch
    {
        400 => GrpcStatusCode.Internal,
        401 => GrpcStatusCode.Unauthenticated,
        403 => GrpcStatusCode.PermissionDenied,
        404 => GrpcStatusCode.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };
}
