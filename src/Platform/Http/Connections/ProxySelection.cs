using System.Net;
using System.Text;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>The proxies of one handler, as the base library asks for them: one that was named, or those of the environment.</summary>
internal sealed class ProxySelection : IWebProxy, ICredentials
{
    private readonly Func<Uri, Uri?> _for;
    private readonly IReadOnlyList<Uri> _all;

    /// <summary>Takes one that was named, which also serves requests to this machine, or the environment's.</summary>
    public ProxySelection(HttpProxy? named, Func<ProxyRules> environment)
    {
        var rules = named is null ? environment() : null;
        _for = rules is null ? _ => named!.Address : rules.For;
        _all = rules is null ? [.. new[] { named!.Address }.OfType<Uri>()] : [.. rules.All];
    }

    /// <summary>Whether there is any proxy at all.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>Whether a proxy is reached by TLS.</summary>
    public bool UsesTls => _all.Any(proxy => proxy.Scheme == Uri.UriSchemeHttps);

    ICredentials? IWebProxy.Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>The proxy for a request, without user and password; null for none.</summary>
    public Uri? GetProxy(Uri destination) => _for(destination) is { } proxy ? Bare(proxy) : null;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => _for(host) is null;

    /// <summary>User and password of a proxy. Only for schemes that need nothing from this machine.</summary>
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        authType is "" or "Basic" or "Digest" && _all.FirstOrDefault(proxy => proxy.UserInfo.Length > 0 && Bare(proxy) == uri) is { } found
            ? Credential(found)
            : null;

    /// <summary>
    /// The value of Proxy-Authorization for a request that is not tunnelled, sent before the proxy asks so that no body travels twice; null
    /// for none.
    /// </summary>
    public string? RevealAuthorization(Uri destination)
    {
        if (destination.Scheme != Uri.UriSchemeHttp || _for(destination) is not { Scheme: "http" or "https", UserInfo.Length: > 0 } proxy)
        {
            return null;
        }

        var credential = Credential(proxy);
        return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password));
    }

    /// <summary>Whether an address that is dialled is that of a proxy.</summary>
    public bool IsProxy(DnsEndPoint host) => _all.Any(proxy => proxy.Port == host.Port
        && string.Equals(proxy.IdnHost.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a host of a handshake is that of a proxy.</summary>
    public bool IsEncryptedProxy(string host) =>
        _all.Any(proxy => proxy.Scheme == Uri.UriSchemeHttps && string.Equals(proxy.IdnHost, host, StringComparison.OrdinalIgnoreCase));

    private static Uri Bare(Uri proxy) => proxy.UserInfo.Length == 0 ? proxy : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    private static NetworkCredential Credential(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        return new(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
