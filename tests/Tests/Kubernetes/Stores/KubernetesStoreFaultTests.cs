using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Kubernetes.Stores;

/// <summary>Secrets of another cluster fail as all stores do.</summary>
public sealed class KubernetesStoreFaultTests : StoreFaultContract
{
    private readonly List<HttpConnections> _connections = [];

    protected override string Provider => "Kubernetes";

    protected override string Key => "app-db";

    protected override ISecretStore Create(string url, string? roots, string? proxy)
    {
        var environment = new HostEnvironment(proxy is null ? [] : [new("HTTPS_PROXY", proxy)], "/");
        var connections = new HttpConnections(environment, TimeProvider.System);
        _connections.Add(connections);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        var bundle = roots is null ? "" : Convert.ToBase64String(Encoding.ASCII.GetBytes(roots));
        return SecretStores.Find("kubernetes")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes($$$$"""
                {"server":{"url":"{{{{url}}}}","caBundle":"{{{{bundle}}}}"},"auth":{"serviceAccount":{"name":"reader"}}}
                """)).AsMap!,
            new("store", IsClusterStore: false, "ns", new GivenReferences { Accounts = { ["ns/reader"] = [] }, Token = Canary }, host));
    }

    protected override ServedAnswer Success(ServedRequest request) => ServedAnswer.Kept(
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"app-db"},"data":{"k":"dmFsdWU="}}""");

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) => ServedAnswer.Kept(
        $$"""{"kind":"Status","apiVersion":"v1","reason":"Some","message":"{{message ?? "words of the server"}}","code":{{status}}}""",
        $"{status} Failed", headers);

    protected override ServedAnswer Missing() => ServedAnswer.Kept(
        """{"kind":"Status","apiVersion":"v1","reason":"NotFound","message":"words of the server","code":404}""", "404 Not Found");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _connections.ForEach(connections => connections.Dispose());
    }
}
