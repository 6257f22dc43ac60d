using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Google;

/// <summary>
/// Which servers of Google the program asks, over encrypted connections: a store that of its location, an upload that of Cloud Storage,
/// each with a token of the account.
/// </summary>
public sealed class GcpHostsTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly GoogleAccount _account = new(RSA.Create(2048));
    private readonly ConcurrentQueue<string> _seen = new();
    private ProxiedHosts? _hosts;

    private static string Data => Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "aws", "files", "sops-kms-age");

    public async ValueTask InitializeAsync()
    {
        _hosts = await ProxiedHosts.StartAsync(
            AnswerAsync, "oauth2.googleapis.com", "secretmanager.googleapis.com", "secretmanager.europe-west3.rep.googleapis.com",
            "storage.googleapis.com");
        _folder.Write("ca.pem", _hosts.AuthorityPem);
        _folder.Write("sa.json", _account.Json());
    }

    public async ValueTask DisposeAsync()
    {
        await _hosts!.DisposeAsync();
        _account.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "secretmanager.googleapis.com/v1/projects/p/secrets/s/versions/latest:access")]
    [InlineData(
        ", location: europe-west3",
        "secretmanager.europe-west3.rep.googleapis.com/v1/projects/p/locations/europe-west3/secrets/s/versions/latest:access")]
    public async Task A_store_asks_the_server_of_its_location(string location, string expected)
    {
        _folder.Write("store.yaml", $$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: here}
            spec:
              provider:
                gcpsm: {projectID: p{{location}}}
            """);
        Assert.Equal((0, "", "x"), await RunAsync("secret", "get", "--show", "store.yaml", "s"));
        Assert.Equal(["oauth2.googleapis.com/token ", $"{expected} Bearer canary-token"], _seen);
    }

    [Fact]
    public async Task An_upload_goes_to_Cloud_Storage()
    {
        File.Copy(Path.Combine(Data, "both.enc.yaml"), Path.Combine(_folder.Path, "both.enc.yaml"));
        _folder.Write(".sops.yaml", "destination_rules:\n  - gcs_bucket: published\n    gcs_prefix: team/\n");
        var (exit, error, _) = await RunAsync("sops", "publish", "--yes", "both.enc.yaml");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(
            ["oauth2.googleapis.com/token ", "storage.googleapis.com/upload/storage/v1/b/published/o Bearer canary-token"], _seen);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        _seen.Enqueue($"{request.Host.Value}{request.Path} {request.Headers.Authorization}");
        await context.Response.WriteAsync(request.Host.Value == "oauth2.googleapis.com"
            ? """{"access_token":"canary-token","expires_in":3600}""" : """{"payload":{"data":"eA=="}}""");
    }

    private async Task<(int Exit, string Error, string Output)> RunAsync(params string[] words)
    {
        var variables = new Dictionary<string, string>
        {
            ["HTTPS_PROXY"] = _hosts!.ProxyUrl,
            ["SSL_CERT_FILE"] = Path.Combine(_folder.Path, "ca.pem"),
            ["GOOGLE_APPLICATION_CREDENTIALS"] = Path.Combine(_folder.Path, "sa.json"),
            ["SECRET_MANAGER_EMULATOR_HOST"] = "http://127.0.0.1:9",
            ["HOME"] = _folder.Path,
            ["PATH"] = "/usr/bin:/bin",
        };
        using var result = await new ProcessRunner().RunAsync(
            new()
            {
                Program = HelmSecretsTranscriptTests.Program,
                Arguments = words,
                Environment = new HostEnvironment(variables, _folder.Path),
            },
            TestContext.Current.CancellationToken);
        return (result.ExitCode, Encoding.UTF8.GetString(result.Error.Span), Encoding.UTF8.GetString(result.Output.Span));
    }
}
