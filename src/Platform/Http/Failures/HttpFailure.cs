using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Platform.Http.Failures;

/// <summary>
/// Why a request has no usable response, as data. Nothing in it is secret: no header, no body, no query value, no user of a URL.
/// </summary>
/// <param name="Kind">What to switch on.</param>
/// <param name="Method">The method of the request, such as <c>POST</c>.</param>
/// <param name="Url">The URL of the last attempt as <see cref="HttpUrl.Display"/> shows it.</param>
/// <param name="Host">Host and port of that URL; the port is left out where it is the usual one.</param>
public sealed record HttpFailure(HttpFailureKind Kind, string Method, string Url, string Host)
{
    /// <summary>The status of the response, or of the proxy for <see cref="HttpFailureKind.Proxy"/>; null if there was none.</summary>
    public int? Status { get; init; }

    /// <summary>How long the server asked to wait, counted from its response; null if it did not. Never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the server may have acted on the request: false only if nothing of its content was sent. Repeating a request that is not
    /// idempotent is safe only then.
    /// </summary>
    public bool MayHaveBeenProcessed { get; init; }

    /// <summary>Whether the server speaks plain HTTP where TLS was wanted.</summary>
    public bool IsPlainHttp => Fault == HttpFault.PlainHttp;

    /// <summary>Whether the server redirects from https to http.</summary>
    public bool LeavesEncryption => Fault == HttpFault.Unencrypted;

    /// <summary>The stage that failed.</summary>
    internal HttpFault Fault { get; init; }

    /// <summary>What the operating system said, where it said anything.</summary>
    internal SocketError? Socket { get; init; }

    /// <summary>The host whose name or address failed, which may be a proxy; null for other faults.</summary>
    internal string? DialledHost { get; init; }

    /// <summary>The address that could not be reached, for <see cref="HttpFault.Connect"/>.</summary>
    internal IPEndPoint? Address { get; init; }

    /// <summary>The path of the Unix socket that could not be reached, for <see cref="HttpFault.Connect"/>; null for addresses.</summary>
    internal string? UnixSocket { get; init; }

    /// <summary>What is wrong with a certificate, for <see cref="HttpFault.Certificate"/>.</summary>
    internal CertificateProblem? Certificate { get; init; }

    /// <summary>Whether the connection that failed was the one to a proxy.</summary>
    internal bool IsProxyConnection { get; init; }

    /// <summary>The limit that was exceeded: bytes for <see cref="HttpFault.TooLarge"/>.</summary>
    internal long? Limit { get; init; }

    /// <summary>The time that was allowed, for the faults of time.</summary>
    internal TimeSpan? Allowed { get; init; }
}
