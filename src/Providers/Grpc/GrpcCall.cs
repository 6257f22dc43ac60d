using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Grpc;

/// <summary>One call of one request and one response. Never printed: its message may be secret.</summary>
/// <param name="method">Service and method, such as <c>/KeyService/Encrypt</c>.</param>
/// <param name="message">The request in protobuf; lent until the call is over.</param>
public sealed class GrpcCall(string method, ReadOnlyMemory<byte> message)
{
    /// <summary>The largest message that is taken unless set: 4 MiB, as in grpc-go.</summary>
    public const int DefaultMaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>Service and method.</summary>
    public string Method { get; } = method;

    /// <summary>The request, lent.</summary>
    public ReadOnlyMemory<byte> Message { get; } = message;

    /// <summary>Further headers. Default none.</summary>
    public HttpHeaderList Headers { get; init; } = [];

    /// <summary>How <see cref="Message"/> is compressed already, such as <c>gzip</c>; null where it is not.</summary>
    public string? Encoding { get; init; }

    /// <summary>Adds credentials; null for none.</summary>
    public IHttpAuthenticator? Authenticator { get; init; }

    /// <summary>
    /// How long an attempt may take; the server is given the same time. Default null: the server is given none, and the transport's limits
    /// count.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether the call is sent again, by the transport's policy, where the server says <see cref="GrpcStatusCode.Unavailable"/> or the
    /// response is lost. Default no.
    /// </summary>
    public bool MayRepeat { get; init; }

    /// <summary>Most bytes of the response's message, decompressed. Default <see cref="DefaultMaxMessageBytes"/>.</summary>
    public int MaxMessageBytes { get; init; } = DefaultMaxMessageBytes;

    /// <summary>The method.</summary>
    public override string ToString() => $"GrpcCall({Method})";
}
