using System.Security.Cryptography;
using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Azure.Secrets;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Azure;

/// <summary>Azure Key Vault fails as all stores do.</summary>
public sealed class AzureStoreFaultTests : StoreFaultContract
{
    private readonly List<HttpConnections> _connections = [];

    protected override string Provider => "Azure Key Vault";

    protected override string Key => "app-db";

    protected override ISecretStore Create(string url, string? roots, string? proxy)
    {
        var environment = new HostEnvironment(proxy is null ? [] : [new("HTTPS_PROXY", proxy)], "/");
        var connections = new HttpConnections(environment, TimeProvider.System);
        _connections.Add(connections);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        var tls = roots is null ? TlsOptions.Default : TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(roots));
        return new AzureSecretStore(
            new("store", IsClusterStore: false, "ns", null!, host), url, new TokenAuthenticator(new Token(), TimeProvider.System), tls);
    }

    protected override ServedAnswer Success(ServedRequest request) =>
        ServedAnswer.Kept("""{"value":"value","id":"https://v.vault.azure.net/secrets/app-db/1","attributes":{"enabled":true}}""");

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) =>
        ServedAnswer.Kept(
            $$$"""{"error":{"code":"SomeCode","message":"{{{message ?? "words of the server"}}}"}}""", $"{status} Failed", headers);

    protected override ServedAnswer Missing() =>
        ServedAnswer.Kept("""{"error":{"code":"SecretNotFound","message":"words of the server"}}""", "404 Not Found");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _connections.ForEach(connections => connections.Dispose());
    }

    private sealed class Token : ITokenSource
    {
        public ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken) =>
            new(new AccessToken(Canary, null));
    }
}
