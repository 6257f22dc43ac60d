using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Providers.Grpc;

/// <summary>
/// Calls methods of one gRPC server, one request and one response each, over our connections. Repetitions are those of the transport.
/// Safe for concurrent use.
/// </summary>
/// <param name="http">Sends.</param>
/// <param name="server">Scheme, host and port, without a slash at the end: <c>http</c> for HTTP/2 without TLS.</param>
public sealed class GrpcClient(IHttpTransport http, string server)
{
    private const string MediaType = "application/grpc";

    // Eight digits are what the protocol allows.
    private const long MaxTimeoutValue = 99_999_999;

    // Header and trailers beside the message.
    private const int FrameAllowance = 64;

    /// <summary>Whom to trust, and who we are. Default: the certificates of the machine, and none.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The proxy; null for those of the environment.</summary>
    public HttpProxy? Proxy { get; init; }

    /// <summary>A Unix socket to connect to instead of the host, by its absolute path; null for none.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>
    /// How long the head of a response may take where a call has no limit of its own. Default 30 seconds; infinite where a person is asked.
    /// </summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls.</summary>
    /// <returns>The message of the response in a pinned array, which the caller wipes where it is secret.</returns>
    /// <exception cref="GrpcException">It did not succeed, or there was no response.</exception>
    public async Task<byte[]> CallAsync(GrpcCall call, CancellationToken ct)
    {
        var frame = call.Encoding is null ? GrpcFrame.Write(call.Message.Span) : GrpcFrame.WriteCompressed(call.Message.Span);
        try
        {
            using var response = await http.SendAsync(Request(call, frame), ct);
            return await ReadAsync(call, response, ct);
        }
        catch (HttpTransportException failure)
        {
            throw new GrpcException(GrpcTransportStatus.Of(failure.Failure), failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    private HttpRequest Request(GrpcCall call, byte[] frame)
    {
        var headers = new HttpHeaderList { { "te", "trailers" }, { "grpc-accept-encoding", "gzip" } };
        if (call.Encoding is { } encoding)
        {
            headers.Add("grpc-encoding", encoding);
        }

        if (call.Timeout is { } timeout)
        {
            headers.Add("grpc-timeout", Timeout(timeout));
        }

        foreach (var (name, value) in call.Headers)
        {
            headers.Add(name, value);
        }

        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse(server + call.Method))
        {
            Headers = headers,
            Body = HttpBody.FromBytes(frame, MediaType),
            Authenticator = call.Authenticator,
            Tls = Tls,
            Proxy = Proxy,
            UnixSocket = UnixSocket,
            Protocol = HttpProtocol.Http2,
            Idempotence = call.MayRepeat ? HttpIdempotence.Idempotent : HttpIdempotence.NotIdempotent,
            IsTurnedAway = call.MayRepeat ? IsUnavailable : null,
            HeadTimeout = call.Timeout ?? HeadTimeout,
            MaxResponseBytes = call.MaxMessageBytes + GrpcFrame.HeadLength + FrameAllowance,
        };
        return request;
    }

    private static bool IsUnavailable(HttpResponse response) =>
        response.Header("grpc-status") == ((int)GrpcStatusCode.Unavailable).ToString(CultureInfo.InvariantCulture);

    private static async Task<byte[]> ReadAsync(GrpcCall call, HttpResponse response, CancellationToken ct)
    {
        // A failure usually has no content: its status is in the headers then.
        if (response.Header("grpc-status") is { } early && early != "0")
        {
            throw Failure(GrpcStatus.Parse(early, response.Header("grpc-message")), response.Header);
        }

        if (response.Status != 200 || !GrpcTransportStatus.IsGrpc(response.Header("Content-Type")))
        {
            throw new GrpcException(GrpcTransportStatus.Of(response));
        }

        var content = await response.ReadContentAsync(ct);
        try
        {
            var code = response.Trailer("grpc-status") ?? response.Header("grpc-status")
                ?? throw new GrpcException(new(GrpcStatusCode.Internal, "server closed the stream without sending trailers"));
            var status = GrpcStatus.Parse(code, response.Trailer("grpc-message"));
            return status.Code == GrpcStatusCode.OK
                ? GrpcFrame.Read(content, response.Header("grpc-encoding"), call.MaxMessageBytes)
                : throw Failure(status, response.Trailer);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static GrpcException Failure(GrpcStatus status, Func<string, string?> header) =>
        new(status) { Details = Bytes(header("grpc-status-details-bin")) };

    // Base64 with or without padding; what is neither is no reason to hide the status.
    private static byte[] Bytes(string? text)
    {
        var padded = (text ?? "").TrimEnd('=');
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : [];
    }

    // The finest unit that fits, as in grpc-go.
    private static string Timeout(TimeSpan timeout)
    {
        var microseconds = Math.Max(1, (long)Math.Ceiling(timeout.TotalMicroseconds));
        return microseconds <= MaxTimeoutValue ? string.Create(CultureInfo.InvariantCulture, $"{microseconds}u")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(MaxTimeoutValue, (long)Math.Ceiling(timeout.TotalMilliseconds))}m");
    }
}
