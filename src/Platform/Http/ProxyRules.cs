using System.Net;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Which requests go through which proxy: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or small letters, as Go programs take them. This machine itself is
/// never asked through a proxy.
/// </summary>
internal sealed class ProxyRules
{
    private readonly Uri? _plain;
    private readonly Uri? _encrypted;
    private readonly NoProxyList _exceptions;

    /// <summary>Reads the variables.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: one of them is no address of a proxy. It is not quoted, since it may hold a password.</exception>
    public ProxyRules(HostEnvironment environment)
    {
        // A web server hands the header "Proxy" of whoever asks to its programs under this name.
        _plain = environment.Variable("REQUEST_METHOD") is { Length: > 0 } ? null : Read(environment, "HTTP_PROXY");
        _encrypted = Read(environment, "HTTPS_PROXY");
        _exceptions = new(Value(environment, "NO_PROXY"));
    }

    /// <summary>The proxy for a request, or null for none. User and password are still in it.</summary>
    public Uri? For(Uri target) =>
        (target.Scheme == Uri.UriSchemeHttps ? _encrypted : _plain) is { } proxy && !IsThisMachine(target) && !_exceptions.Covers(target.IdnHost, target.Port) ? proxy : null;

    /// <summary>What a proxy wants to know of us, or null.</summary>
    public static NetworkCredential? CredentialsOf(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = proxy.UserInfo.Split(':', 2);
        return new(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    private static bool IsThisMachine(Uri target) => target.IdnHost == "localhost" || (IPAddress.TryParse(target.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static Uri? Read(HostEnvironment environment, string name)
    {
        var text = Value(environment, name);
        if (text.Length == 0)
        {
            return null;
        }

        text = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        text = text.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ? "socks5://" + text["socks5h://".Length..] : text;
        return Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy is { Scheme: "http" or "https" or "socks5", Host.Length: > 0 }
            ? proxy
            : throw new SecretsKitException(ErrorCode.Usage, $"{name}: this is not the address of a proxy") { Hint = "write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT" };
    }

    private static string Value(HostEnvironment environment, string name) =>
        environment.Variable(name) is { Length: > 0 } value ? value : environment.Variable(name.ToLowerInvariant()) ?? "";
}
