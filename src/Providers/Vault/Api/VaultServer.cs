using SecretsKit.Platform.Http;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>
/// Which Vault, and what every request to it has. Nothing in it is secret but <see cref="Headers"/> may be; no text shows them.
/// </summary>
/// <param name="address">Scheme, host and port, perhaps a path before <c>/v1</c>; without a slash at the end.</param>
internal sealed class VaultServer(string address)
{
    /// <summary>Scheme, host and port, perhaps a path before <c>/v1</c>; without a slash at the end.</summary>
    public string Address { get; } = address.TrimEnd('/');

    /// <summary>The namespace, sent as X-Vault-Namespace. Default empty: none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Whom to trust, and who we are.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The proxy. Default null: those of the environment.</summary>
    public HttpProxy? Proxy { get; init; }

    /// <summary>Further headers of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>For one attempt, until the head of its response. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same server with another namespace.</summary>
    public VaultServer InNamespace(string name) => new(Address)
    {
        Namespace = name,
        Tls = Tls,
        Proxy = Proxy,
        Headers = Headers,
        Timeout = Timeout,
    };

    /// <summary>The same server with other TLS settings, such as a certificate to log in with.</summary>
    public VaultServer With(TlsOptions tls) => new(Address)
    {
        Namespace = Namespace,
        Tls = tls,
        Proxy = Proxy,
        Headers = Headers,
        Timeout = Timeout,
    };

    /// <summary>The address.</summary>
    public override string ToString() => HttpUrl.Mask(Address);
}
