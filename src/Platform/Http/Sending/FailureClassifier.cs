using System.Net.Sockets;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Sending;

/// <summary>Turns the exceptions of the base library into data.</summary>
internal static class FailureClassifier
{
    /// <summary>Why there is no response.</summary>
    /// <param name="failure">What the base library threw.</param>
    /// <param name="attempt">What was sent.</param>
    /// <param name="wasSent">Whether the server may have got the request, provided that there was a connection.</param>
    /// <param name="isProxied">Whether the request goes through a proxy.</param>
    public static HttpFailure Classify(HttpRequestException failure, HttpAttempt attempt, bool wasSent, bool isProxied)
    {
        if (Find<CertificateRefusedException>(failure) is { } refused)
        {
            return Of(attempt, refused.Problem.Kind, HttpFault.Certificate) with { Certificate = refused.Problem };
        }

        if (Find<DialException>(failure) is { } dialled)
        {
            return Dialled(dialled, attempt, isProxied);
        }

        return failure.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError =>
                Of(attempt, HttpFailureKind.Proxy, HttpFault.ProxyStatus)
                with { Status = (int?)failure.StatusCode, IsProxyConnection = true },
            HttpRequestError.SecureConnectionError => Handshake(failure, attempt),
            HttpRequestError.ResponseEnded => Lost(HttpFault.NoResponse),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError =>
                Of(attempt, HttpFailureKind.Protocol, HttpFault.Malformed) with { MayHaveBeenProcessed = wasSent },
            HttpRequestError.ConfigurationLimitExceeded =>
                Of(attempt, HttpFailureKind.Protocol, HttpFault.HeadersTooLarge) with { MayHaveBeenProcessed = wasSent },
            _ => Lost(Find<SocketException>(failure) is null ? HttpFault.Unknown : HttpFault.Broken),
        };

        HttpFailure Lost(HttpFault fault) => Of(attempt, HttpFailureKind.ConnectionLost, fault) with
        {
            Socket = Find<SocketException>(failure)?.SocketErrorCode,
            MayHaveBeenProcessed = wasSent,
        };
    }

    /// <summary>Why the content of a response did not come to its end.</summary>
    /// <param name="failure">What the base library threw.</param>
    /// <param name="start">The failure without its cause.</param>
    public static HttpFailure ClassifyReading(IOException failure, HttpFailure start) =>
        Find<SocketException>(failure) is { } socket ? start with { Fault = HttpFault.Broken, Socket = socket.SocketErrorCode }
        : failure is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } ? start with { Fault = HttpFault.ContentEnded }
        : start with { Fault = HttpFault.ContentUnreadable };

    /// <summary>A failure of an attempt, of which nothing else is known.</summary>
    public static HttpFailure Of(HttpAttempt attempt, HttpFailureKind kind, HttpFault fault) =>
        new(kind, attempt.Method.Method, attempt.Url.Display, attempt.Url.Authority) { Fault = fault };

    /// <summary>Throws if the host of the URL may not be asked, as far as the URL says it.</summary>
    /// <exception cref="HttpTransportException"><see cref="HttpFailureKind.ForbiddenAddress"/>.</exception>
    public static void RequireReach(HttpAttempt attempt, HttpReach reach)
    {
        var host = attempt.Url.Target.IdnHost;
        if (reach == HttpReach.NoLocalAddresses && LocalAddresses.ContainHost(host))
        {
            throw new HttpTransportException(Of(attempt, HttpFailureKind.ForbiddenAddress, HttpFault.LocalAddress) with
            {
                DialledHost = host,
            });
        }
    }

    /// <summary>Why there is no connection.</summary>
    public static HttpFailure Dialled(DialException dialled, HttpAttempt attempt, bool isProxied)
    {
        var kind = dialled.Fault == HttpFault.LocalAddress ? HttpFailureKind.ForbiddenAddress
            : dialled.Fault != HttpFault.Connect ? HttpFailureKind.NameResolution
            : dialled.Error switch
            {
                SocketError.ConnectionRefused => HttpFailureKind.ConnectionRefused,
                SocketError.TimedOut => HttpFailureKind.TimedOut,
                _ => HttpFailureKind.ConnectionFailed,
            };

        // The base library dials nothing but the proxy where there is one.
        return Of(attempt, isProxied ? HttpFailureKind.Proxy : kind, dialled.Fault) with
        {
            Socket = dialled.Error,
            DialledHost = dialled.Host,
            Address = dialled.Address,
            UnixSocket = dialled.UnixSocket,
            IsProxyConnection = isProxied,
        };
    }

    private static HttpFailure Handshake(HttpRequestException failure, HttpAttempt attempt)
    {
        if (Find<SocketException>(failure) is { } socket)
        {
            return Of(attempt, HttpFailureKind.ConnectionLost, HttpFault.Broken) with { Socket = socket.SocketErrorCode };
        }

        // The only sign of an answer that is not encrypted, such as one that begins with the letters of HTTP, are the words of the base
        // library.
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause.Message.Contains("frame size", StringComparison.Ordinal))
            {
                return Of(attempt, HttpFailureKind.Tls, HttpFault.PlainHttp);
            }
        }

        return Of(attempt, HttpFailureKind.Tls, HttpFault.Handshake);
    }

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
