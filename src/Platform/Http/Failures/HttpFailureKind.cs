namespace SecretsKit.Platform.Http.Failures;

/// <summary>Why a request has no usable response. Hints, retries and reports switch on this, never on a message.</summary>
public enum HttpFailureKind
{
    /// <summary>The name of the host has no address, or the name servers cannot be reached.</summary>
    NameResolution,

    /// <summary>The host is this machine or one of its link, and the request may not go there (<see cref="HttpReach"/>).</summary>
    ForbiddenAddress,

    /// <summary>The host refuses connections to the port.</summary>
    ConnectionRefused,

    /// <summary>The host cannot be reached for another reason, such as a missing route.</summary>
    ConnectionFailed,

    /// <summary>The connection ended before the whole response was there.</summary>
    ConnectionLost,

    /// <summary>The server took longer than the request or the budget of the retry policy allows.</summary>
    TimedOut,

    /// <summary>No trusted authority has signed the server's certificate, or it is not meant for servers.</summary>
    UntrustedCertificate,

    /// <summary>The server's certificate is for other names.</summary>
    WrongHostName,

    /// <summary>The server's certificate has expired or is not yet valid.</summary>
    ExpiredCertificate,

    /// <summary>
    /// The TLS handshake failed for another reason: the server speaks plain HTTP, no common version, or no TLS library on this machine.
    /// </summary>
    Tls,

    /// <summary>The proxy cannot be reached or refuses: <see cref="HttpFailure.Status"/> is its answer, if it gave one.</summary>
    Proxy,

    /// <summary>The server's answer is not HTTP, or breaks its rules or limits on headers.</summary>
    Protocol,

    /// <summary>The content of the response is larger than the request allows.</summary>
    ResponseTooLarge,

    /// <summary>A redirect leads nowhere, in a circle, from https to http, or would send a body to another server.</summary>
    Redirect,

    /// <summary>The server answered with a status that is not a success; see <see cref="HttpFailure.Status"/>.</summary>
    Status,
}
