using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Platform.Http.Failures;

/// <summary>
/// Our own words for failures, and the next step. A dialect that must speak as another program does words <see cref="HttpFailure"/> itself.
/// </summary>
internal static class HttpFailureText
{
    /// <summary>Method, URL and cause in one line.</summary>
    public static string Describe(HttpFailure failure) => $"{failure.Method} {failure.Url}: {Cause(failure)}";

    /// <summary>The next step for the reader, or null.</summary>
    public static string? Hint(HttpFailure failure) => failure.Fault switch
    {
        HttpFault.NoTlsLibrary => "install the package libssl3 or openssl",
        HttpFault.PlainHttp => "write http:// if this server is meant to be reached without encryption",
        HttpFault.NoSuchHost => "check the name of the host",
        _ => failure.Kind switch
        {
            HttpFailureKind.UntrustedCertificate => "name the certificate of the authority that signed the server's certificate",
            HttpFailureKind.WrongHostName => "use a name that the certificate is for",
            HttpFailureKind.Proxy => "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY",
            _ => null,
        },
    };

    /// <summary>The words of the HTTP standard for a status, such as <c>Not Found</c>; empty for numbers that it does not know.</summary>
    public static string UsualReason(int status)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        return response.ReasonPhrase ?? "";
    }

    private static string Cause(HttpFailure failure) => failure.Fault switch
    {
        HttpFault.NoSuchHost => "the host name has no address",
        HttpFault.NameServer => "the name servers do not answer",
        HttpFault.LocalAddress => "this is an address of this machine or of its link, which may not be asked here",
        HttpFault.Connect when failure.UnixSocket is { } path => $"cannot connect to {path}: "
            + (failure.Socket == SocketError.AddressNotAvailable ? "there is no such file" : Describe(failure.Socket)),
        HttpFault.Connect => Through(failure) + "cannot connect" + At(failure.Address) + ": " + Describe(failure.Socket),
        HttpFault.NoTlsLibrary => "https needs the library libssl, which is not installed",
        HttpFault.Certificate => Through(failure) + Describe(failure.Certificate!),
        HttpFault.PlainHttp => "the server answers without encryption",
        HttpFault.Handshake => Through(failure) + "the TLS handshake failed",
        HttpFault.ProxyStatus => "the proxy answers " + StatusText(failure.Status),
        HttpFault.NoResponse => "the server closed the connection without a response",
        HttpFault.ContentEnded => "the connection ended before the end of the content",
        HttpFault.ContentUnreadable => "the content of the response cannot be read",
        HttpFault.Broken => "the connection broke: " + Describe(failure.Socket),
        HttpFault.Malformed => "the response is not valid HTTP",
        HttpFault.HeadersTooLarge => "the headers of the response are too large",
        HttpFault.HeadTimeout => $"no response within {Seconds(failure.Allowed)}",
        HttpFault.IdleTimeout => $"the content stopped for {Seconds(failure.Allowed)}",
        HttpFault.Budget => $"no response within {Seconds(failure.Allowed)}, waits and repetitions included",
        HttpFault.TooLarge => string.Create(CultureInfo.InvariantCulture, $"the content is larger than {failure.Limit} bytes"),
        HttpFault.BadLocation => "the server redirects to something that is not an http or https URL",
        HttpFault.TooManyRedirects => string.Create(CultureInfo.InvariantCulture, $"more than {failure.Limit} redirects"),
        HttpFault.Unencrypted => "the server redirects from https to http",
        HttpFault.BodyElsewhere => "the server redirects a request with a body, which is not sent again",
        HttpFault.Status => "the server answers " + StatusText(failure.Status),
        _ => "the connection failed",
    };

    private static string Through(HttpFailure failure) => failure.IsProxyConnection ? "the proxy: " : "";

    private static string At(IPEndPoint? address) => address is null ? "" : $" to {address}";

    private static string StatusText(int? status) =>
        status is { } number ? (number.ToString(CultureInfo.InvariantCulture) + " " + UsualReason(number)).TrimEnd() : "without a status";

    private static string Seconds(TimeSpan? time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time ?? TimeSpan.Zero).TotalSeconds:0.###} s");

    private static string Describe(SocketError? error) => error switch
    {
        null => "no cause is known",
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by the other side",
        SocketError.TimedOut => "timed out",
        SocketError.NetworkUnreachable => "network unreachable",
        SocketError.HostUnreachable or SocketError.HostDown => "no route to the host",
        SocketError.AccessDenied => "permission denied",
        SocketError.TooManyOpenSockets => "too many open files",
        { } other => other.ToString(),
    };

    private static string Describe(CertificateProblem problem) => problem.Kind switch
    {
        HttpFailureKind.ExpiredCertificate when problem.CheckedAt > problem.NotAfter =>
            $"the server's certificate expired at {Time(problem.NotAfter)}",
        HttpFailureKind.ExpiredCertificate => $"the server's certificate is not valid before {Time(problem.NotBefore)}",
        HttpFailureKind.WrongHostName => problem.Names.Concat(problem.Addresses).ToList() is { Count: > 0 } names
            ? $"the server's certificate is for {string.Join(", ", names)}, not for {problem.Host}"
            : $"the server's certificate is for no host name at all, and {problem.Host} was wanted",
        _ when problem.ChainFault is { } fault => $"the server's certificate is not valid for this use: {fault}",
        _ => "the server's certificate is signed by an authority that is not trusted",
    };

    private static string Time(DateTimeOffset? time) =>
        (time ?? default).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
