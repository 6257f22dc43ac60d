using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace SecretsKit.Testing.Http;

/// <summary>
/// Hosts of the internet as this machine plays them: a proxy that leads to one server, whose certificate is for all of them. Programs are
/// sent there by <c>HTTPS_PROXY</c>, and trust it by <c>SSL_CERT_FILE</c>.
/// </summary>
public sealed class ProxiedHosts : IAsyncDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _certificate;
    private readonly KestrelServer _server;
    private readonly HttpServer _proxy;

    private ProxiedHosts(X509Certificate2 authority, X509Certificate2 certificate, KestrelServer server)
    {
        (_authority, _certificate, _server) = (authority, certificate, server);
        _proxy = new(request => request.Method == "CONNECT" ? ServedAnswer.Tunnel(server.Port) : ServedAnswer.Status("400 Bad Request"));
    }

    /// <summary>The address of the proxy.</summary>
    public string ProxyUrl => _proxy.Url;

    /// <summary>The certificate to trust, in PEM.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>Starts them.</summary>
    /// <param name="answer">Answers requests to any of them.</param>
    /// <param name="hosts">Their names.</param>
    public static async Task<ProxiedHosts> StartAsync(RequestDelegate answer, params string[] hosts)
    {
        var authority = TestCertificates.Authority();
        var certificate = TestCertificates.SignedBy(authority, hosts);
        return new(authority, certificate, await KestrelServer.StartAsync(answer, certificate));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await _server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }
}
