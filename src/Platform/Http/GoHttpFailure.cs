using System.Globalization;
using System.Net.Sockets;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http;

/// <summary>Failures in the words of Go's HTTP client, which the helm dialect prints. Nothing that came over the wire is in them.</summary>
public static class GoHttpFailure
{
    /// <summary>Why there was no response, without the method and URL that Go writes before it.</summary>
    public static string Describe(HttpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Cause(failure);
    }

    /// <summary>The same behind the method and the URL, as Go's client reports it.</summary>
    public static string Report(HttpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var method = failure.Method[..1] + failure.Method[1..].ToLowerInvariant();
        return $"{method} {GoQuote.Format(failure.Url)}: {Cause(failure)}";
    }

    /// <summary>Why a response did not come to its end.</summary>
    public static string DescribeReading(HttpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Fault switch
        {
            HttpFault.Broken => "read: " + Describe(failure.Socket),
            HttpFault.ContentEnded => "unexpected EOF",
            _ => "the content cannot be read to its end",
        };
    }

    /// <summary>Why there is no connection, as Go says it of one that is not HTTP.</summary>
    /// <param name="address">Host and port.</param>
    /// <param name="error">What the system said.</param>
    public static string DescribeConnection(string address, SocketError error) => $"dial tcp {address}: connect: {Describe(error)}";

    private static string Cause(HttpFailure failure) => failure.Fault switch
    {
        HttpFault.NoSuchHost => Dialled(failure, $"dial tcp: lookup {failure.DialledHost}: no such host"),
        HttpFault.NameServer => Dialled(failure, $"dial tcp: lookup {failure.DialledHost}: server misbehaving"),
        HttpFault.Connect when failure.UnixSocket is { } path => $"dial unix {path}: connect: {DescribeSocket(failure.Socket)}",
        HttpFault.Connect => Dialled(failure, $"dial tcp {failure.Address}: connect: {Describe(failure.Socket)}"),
        HttpFault.NoTlsLibrary => "https needs the library libssl, which is not installed",
        HttpFault.Certificate => "tls: failed to verify certificate: x509: " + Describe(failure.Certificate!),
        HttpFault.PlainHttp => "http: server gave HTTP response to HTTPS client",
        HttpFault.Handshake => "tls: handshake failure",
        HttpFault.ProxyStatus => failure.Status is { } status ? HttpFailureText.UsualReason(status) : "no answer of the proxy",
        HttpFault.NoResponse => "EOF",
        HttpFault.Broken => "read: " + Describe(failure.Socket),
        HttpFault.Malformed => "net/http: HTTP/1.x transport connection broken: malformed HTTP response",
        HttpFault.HeadersTooLarge => "net/http: server response headers exceeded the limit",
        HttpFault.TooLarge => string.Create(CultureInfo.InvariantCulture, $"the content is larger than {failure.Limit} bytes"),
        HttpFault.HeadTimeout or HttpFault.Budget => "context deadline exceeded",
        _ => "the connection failed",
    };

    private static string Dialled(HttpFailure failure, string cause) => failure.IsProxyConnection ? "proxyconnect tcp: " + cause : cause;

    // What the base library makes of a file that is not there, and of a path that is too long.
    private static string DescribeSocket(SocketError? error) => error switch
    {
        SocketError.AddressNotAvailable => "no such file or directory",
        SocketError.InvalidArgument => "invalid argument",
        _ => Describe(error),
    };

    private static string Describe(SocketError? error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by peer",
        SocketError.ConnectionAborted => "software caused connection abort",
        SocketError.TimedOut => "connection timed out",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.HostUnreachable or SocketError.HostDown => "no route to host",
        SocketError.AccessDenied => "permission denied",
        SocketError.AddressNotAvailable => "cannot assign requested address",
        SocketError.TooManyOpenSockets => "too many open files",
        _ => string.Create(CultureInfo.InvariantCulture, $"socket error {(int)(error ?? SocketError.SocketError)}"),
    };

    private static string Describe(CertificateProblem problem) => problem.Kind switch
    {
        _ when problem.NotAfter is null => "the server shows no certificate",
        HttpFailureKind.ExpiredCertificate when problem.CheckedAt > problem.NotAfter =>
            $"certificate has expired or is not yet valid: current time {Time(problem.CheckedAt)} is after {Time(problem.NotAfter)}",
        HttpFailureKind.ExpiredCertificate =>
            $"certificate has expired or is not yet valid: current time {Time(problem.CheckedAt)} is before {Time(problem.NotBefore)}",
        HttpFailureKind.WrongHostName => WrongName(problem),
        _ => problem.ChainFault is { } fault ? $"certificate is not valid for this use: {fault}"
            : "certificate signed by unknown authority",
    };

    private static string WrongName(CertificateProblem problem)
    {
        if (!System.Net.IPAddress.TryParse(problem.Host, out _))
        {
            return problem.Names.Count > 0
                ? $"certificate is valid for {string.Join(", ", problem.Names)}, not {problem.Host}"
                : $"certificate is not valid for any names, but wanted to match {problem.Host}";
        }

        return problem.Addresses.Count > 0
            ? $"certificate is valid for {string.Join(", ", problem.Addresses)}, not {problem.Host}"
            : $"cannot validate certificate for {problem.Host} because it doesn't contain any IP SANs";
    }

    private static string Time(DateTimeOffset? time) =>
        (time ?? default).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
