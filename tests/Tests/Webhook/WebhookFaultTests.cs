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

namespace SecretsKit.Tests.Webhook;

/// <summary>Webhooks fail as all stores do.</summary>
public sealed class WebhookFaultTests : StoreFaultContract
{
    private readonly List<HttpConnections> _connections = [];

    protected override string Provider => "webhook";

    protected override bool TrustsAnyNotFound => true;

    protected override ISecretStore Create(string url, string? roots, string? proxy)
    {
        var environment = new HostEnvironment(proxy is null ? [] : [new("HTTPS_PROXY", proxy)], "/");
        var connections = new HttpConnections(environment, TimeProvider.System);
        _connections.Add(connections);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        var bundle = roots is null ? "" : Convert.ToBase64String(Encoding.ASCII.GetBytes(roots));
        var references = new GivenReferences
        {
            Secrets = { ["ns/cred"] = new() { ["token"] = Canary } },
            Labels = { ["ns/cred"] = new() { ["external-secrets.io/type"] = "webhook" } },
        };
        return SecretStores.Find("webhook")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes($$$"""
                {"url":"{{{url}}}/{{ .remoteRef.key }}?token={{ .auth.token }}","caBundle":"{{{bundle}}}",
                 "headers":{"Authorization":"Bearer {{ .auth.token }}"},"result":{"jsonPath":"$.data.v"},
                 "secrets":[{"name":"auth","secretRef":{"name":"cred"}}]}
                """)).AsMap!,
            new("store", IsClusterStore: false, "ns", references, host) { AllowsLocalAddresses = true });
    }

    protected override ServedAnswer Success(ServedRequest request) => request.Header("Authorization") == "Bearer " + Canary
        ? ServedAnswer.Kept("""{"data":{"v":"value"}}""") : ServedAnswer.Kept("", "401 Unauthorized");

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) =>
        ServedAnswer.Kept(message ?? "words of the server", $"{status} Failed", headers);

    protected override ServedAnswer Missing() => ServedAnswer.Kept("", "404 Not Found");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _connections.ForEach(connections => connections.Dispose());
    }
}
