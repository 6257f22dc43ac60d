using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Goldens.Google;

/// <summary>
/// The runs of sops with Google's KMS, by REST and by gRPC, that were recorded: the program gets the recorded responses, and must send the
/// recorded requests, no more and no fewer, and end as the reference did.
/// </summary>
public sealed class GcpReplayTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "cloud");

    public static TheoryData<string> Runs => [.. new[] { "gcp-rest", "gcp-grpc" }.SelectMany(group =>
        GoldenRows.Names(Data, group + ".runs.jsonl"))];

    [Theory, MemberData(nameof(Runs))]
    public async Task The_requests_and_the_end_are_those_of_the_reference(string name)
    {
        var run = GoldenRows.Read(Data, name);
        var (group, id) = (run.Text("group")!, run.Text("case")!);
        using var account = GoogleAccount.OfJwk(await File.ReadAllTextAsync(Path.Combine(Data, "fake-rsa-key.jwk.json")));
        var exchanges = new Queue<GcpExchange>(RecordedExchange.Load(Path.Combine(Data, group + ".jsonl"))
            .Select(exchange => new GcpExchange(exchange, account))
            .Where(exchange => exchange.Id[(group.Length + 5)..].StartsWith(id + "-", StringComparison.Ordinal)));
        Assert.NotEmpty(exchanges);
        var problems = new ConcurrentQueue<string>();
        await using var hosts = await ProxiedHosts.StartAsync(AnswerAsync, "oauth2.googleapis.com", "cloudkms.googleapis.com");
        using var folder = new TestFolder();
        Prepare(folder, account, hosts);

        var variables = run.GetProperty("env").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
        variables["HTTPS_PROXY"] = hosts.ProxyUrl;
        variables["SSL_CERT_FILE"] = Path.Combine(folder.Path, "ca.pem");
        variables["HOME"] = folder.Path;
        variables["PATH"] = "/usr/bin:/bin";
        string[] arguments = ["sops", .. run.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)];
        using var result = await new ProcessRunner().RunAsync(
            new()
            {
                Program = HelmSecretsTranscriptTests.Program,
                Arguments = arguments,
                Environment = new HostEnvironment(variables, folder.Path),
            }, TestContext.Current.CancellationToken);

        Assert.Empty(problems);
        Assert.Empty(exchanges.Select(exchange => exchange.Id));
        Assert.Equal(run.Text("stderr"), Encoding.UTF8.GetString(result.Error.Span));
        Assert.Equal(run.Text("stdout"), Encoding.UTF8.GetString(result.Output.Span));
        Assert.Equal(run.GetProperty("exit").GetInt32(), result.ExitCode);

        async Task AnswerAsync(HttpContext context)
        {
            if (!exchanges.TryDequeue(out var exchange))
            {
                problems.Enqueue("one request too many: " + context.Request.Path);
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return;
            }

            var sent = await exchange.ReadAsync(context.Request);
            if (sent != exchange.Expected)
            {
                problems.Enqueue($"{exchange.Id}:\nexpected {exchange.Expected}\nsent     {sent}");
            }

            await exchange.AnswerAsync(context.Response);
        }
    }

    private static void Prepare(TestFolder folder, GoogleAccount account, ProxiedHosts hosts)
    {
        File.WriteAllText(Path.Combine(folder.Path, "plain.yaml"), "api:\n    token: streng-geheim\n    retries: 3\nflags:\n    - true\n");
        File.WriteAllText(Path.Combine(folder.Path, "sa.json"), account.Json());
        File.WriteAllText(Path.Combine(folder.Path, "user.json"), """
            {"type": "authorized_user", "client_id": "cid.apps.example.com", "client_secret": "cs", "refresh_token": "1//fake-refresh"}
            """);
        File.WriteAllText(Path.Combine(folder.Path, "ca.pem"), hosts.AuthorityPem);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Data, "files"), "*.enc.yaml", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }
    }
}
