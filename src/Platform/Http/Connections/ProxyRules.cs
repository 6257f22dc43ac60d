using System.Net;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>
/// Which requests go through which proxy: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or small letters, as Go programs take them.
/// Requests to this machine itself never go through a proxy.
/// </summary>
internal sealed class ProxyRules
{
    private readonly Uri? _plain;
    private readonly Uri? _encrypted;
    private readonly NoProxyList _exceptions;

    /// <summary>Reads the variables.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.Usage"/>: one of them is no address of a proxy. It is not quoted, since it may hold a password.
    /// </exception>
    public ProxyRules(HostEnvironment environment)
    {
        // A web server passes the header "Proxy" of a request to its programs under this name.
        _plain = environment.Variable("REQUEST_METHOD") is { Length: > 0 } ? null : Read(environment, "HTTP_PROXY");
        _encrypted = Read(environment, "HTTPS_PROXY");
        _exceptions = new(Value(environment, "NO_PROXY"));
    }

    /// <summary>The proxies that the variables name. User and password are still in them.</summary>
    public IEnumerable<Uri> All => new[] { _plain, _encrypted }.OfType<Uri>();

    /// <summary>The proxy for a request, or null for none. User and password are still in it.</summary>
    public Uri? For(Uri target) =>
        (target.Scheme == Uri.UriSchemeHttps ? _encrypted : _plain) is { } proxy
        && !IsThisMachine(target)
        && !_exceptions.Covers(target.IdnHost, target.Port)
            ? proxy
            : null;

    private static bool IsThisMachine(Uri target) =>
        target.IdnHost == "localhost" || (IPAddress.TryParse(target.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static Uri? Read(HostEnvironment environment, string name)
    {
        var text = Value(environment, name);
        if (text.Length == 0)
        {
            return null;
        }

        return HttpProxy.TryParse(text, out var proxy)
            ? proxy
            : throw new SecretsKitException(ErrorCode.Usage, $"{name}: this is not the address of a proxy") { Hint = HttpProxy.Hint };
    }

    private static string Value(HostEnvironment environment, string name) =>
        environment.Variable(name) is { Length: > 0 } value ? value : environment.Variable(name.ToLowerInvariant()) ?? "";
}
