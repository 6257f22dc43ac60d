using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SecretsKit.Goldens.HelmSecrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Goldens.Azure;

/// <summary>
/// The runs of sops with Azure Key Vaults that were recorded: the program sends the recorded requests, and ends as the reference did. Data
/// keys are drawn anew, so vaults answer with their key, unless a failure was recorded. The reference asks without a token first, and then
/// where tokens are issued, for each key; the program knows its tenant, and one token serves a run.
/// </summary>
public sealed class AzureReplayTests
{
    private const string Plain = "api:\n    token: streng-geheim\n    retries: 3\nflags:\n    - true\n";

    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "cloud");
    private static readonly string[] Preludes = ["-challenge", "-instance-discovery", "-openid-configuration"];

    public static TheoryData<string> Groups => [.. Directory.EnumerateFiles(Data, "azure-*.runs.jsonl")
        .Select(file => Path.GetFileName(file).Replace(".runs.jsonl", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Path.Combine(Data, "files"), "*.enc.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(Data, "files"), file))
        .Where(file => file.StartsWith("azure-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Groups))]
    public async Task The_requests_and_the_ends_are_those_of_the_reference(string group)
    {
        var all = RecordedExchange.Load(Path.Combine(Data, group + ".jsonl"));
        using var key = Key();
        var left = new List<RecordedExchange>();
        var problems = new ConcurrentQueue<string>();
        await using var hosts = await ProxiedHosts.StartAsync(
            context => AnswerAsync(context, left, problems, key),
            [.. all.Select(exchange => (string)exchange.Request["host"]!).Distinct()]);
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "plain.yaml"), Plain);
        var runs = GoldenRows.Names(Data, group + ".runs.jsonl").Select(name => GoldenRows.Read(Data, name)).ToList();
        var cases = runs.Select(run => run.Text("case")!).ToList();
        Assert.NotEmpty(cases);
        foreach (var run in runs)
        {
            var id = run.Text("case")!;
            lock (left)
            {
                left.Clear();
                left.AddRange(Wanted(all.Where(exchange => CaseOf(exchange, cases) == id)));
            }

            var variables = run.GetProperty("env").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
            using var result = await RunAsync(
                [.. run.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)], variables, folder, hosts);
            Assert.True(problems.IsEmpty, $"{id}: {string.Join('\n', problems)}");
            Assert.Equal((id, ""), (id, string.Join(' ', left.Select(exchange => exchange.Id))));
            Assert.Equal((id, run.Text("stderr")), (id, Encoding.UTF8.GetString(result.Error.Span)));
            Assert.Equal((id, run.Text("stdout")), (id, Encoding.UTF8.GetString(result.Output.Span)));
            Assert.Equal((id, run.GetProperty("exit").GetInt32()), (id, result.ExitCode));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Files_of_the_reference_open(string file)
    {
        using var key = Key();
        await using var hosts = await ProxiedHosts.StartAsync(
            context => ServeAsync(context, key), "login.microsoftonline.com", "myvault.vault.azure.net", "othervault.vault.azure.net");
        using var folder = new TestFolder();
        File.Copy(Path.Combine(Data, "files", file), Path.Combine(folder.Path, "file.enc.yaml"));
        using var result = await RunAsync(["decrypt", "--decryption-order", "azure_kv", "file.enc.yaml"], new()
        {
            ["AZURE_TENANT_ID"] = "0f0f0f0f-1111-4222-8333-0123456789ab",
            ["AZURE_CLIENT_ID"] = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
            ["AZURE_CLIENT_SECRET"] = "example-secret",
        }, folder, hosts);
        Assert.Equal("", Encoding.UTF8.GetString(result.Error.Span));
        Assert.Equal(Plain, Encoding.UTF8.GetString(result.Output.Span));
    }

    private static RSA Key()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "fake-rsa-key.jwk.json")));
        byte[] Number(string name) => Base64Url.DecodeFromChars(document.RootElement.GetProperty(name).GetString());
        return RSA.Create(new RSAParameters
        {
            Modulus = Number("n"),
            Exponent = Number("e"),
            D = Number("d"),
            P = Number("p"),
            Q = Number("q"),
            DP = Number("dp"),
            DQ = Number("dq"),
            InverseQ = Number("qi"),
        });
    }

    // Of several tokens for the same thing the first.
    private static IEnumerable<RecordedExchange> Wanted(IEnumerable<RecordedExchange> recorded)
    {
        var own = recorded.Where(exchange => !Preludes.Any(prelude => exchange.Id.EndsWith(prelude, StringComparison.Ordinal))).ToList();
        return own.Where(exchange => !exchange.Path.EndsWith("/token", StringComparison.Ordinal) || exchange.Status != 200)
            .Concat(own.Where(exchange => exchange.Path.EndsWith("/token", StringComparison.Ordinal) && exchange.Status == 200)
                .DistinctBy(exchange => exchange.Path + exchange.Body?.ToJsonString()));
    }

    // Names of exchanges begin with group and number, then the case.
    private static string? CaseOf(RecordedExchange exchange, List<string> cases)
    {
        var name = exchange.Id[(exchange.Id.IndexOf('-', exchange.Id.IndexOf('/', StringComparison.Ordinal)) + 1)..];
        return cases.Where(id => name.StartsWith(id + "-", StringComparison.Ordinal)).MaxBy(id => id.Length);
    }

    private static async Task<ProcessResult> RunAsync(
        string[] arguments, Dictionary<string, string> variables, TestFolder folder, ProxiedHosts hosts)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ca.pem"), hosts.AuthorityPem);
        variables["HTTPS_PROXY"] = hosts.ProxyUrl;
        variables["SSL_CERT_FILE"] = Path.Combine(folder.Path, "ca.pem");
        variables["HOME"] = folder.Path;
        variables["PATH"] = "/usr/bin:/bin";
        return await new ProcessRunner().RunAsync(
            new()
            {
                Program = HelmSecretsTranscriptTests.Program,
                Arguments = ["sops", .. arguments],
                Environment = new HostEnvironment(variables, folder.Path),
            }, TestContext.Current.CancellationToken);
    }

    private static async Task AnswerAsync(
        HttpContext context, List<RecordedExchange> left, ConcurrentQueue<string> problems, RSA key)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        RecordedExchange? found;
        lock (left)
        {
            found = left.FirstOrDefault(exchange => IsMeant(exchange, context.Request));
            if (found is null)
            {
                problems.Enqueue($"not recorded: {context.Request.Method} {context.Request.Host} {context.Request.Path}");
                context.Response.StatusCode = StatusCodes.Status418ImATeapot;
                return;
            }

            left.Remove(found);
        }

        foreach (var header in new[] { "authorization", "content-type" })
        {
            if (found.Header(header) is var wanted && (string?)context.Request.Headers[header] != wanted)
            {
                problems.Enqueue($"{found.Id}: {header} is {context.Request.Headers[header]} instead of {wanted}");
            }
        }

        var body = Read(content.ToArray(), context.Request.ContentType ?? "");
        if (Masked(found.Body) is var expected && !JsonNode.DeepEquals(expected, Masked(body)))
        {
            problems.Enqueue($"{found.Id}:\nexpected {expected?.ToJsonString()}\nsent     {Masked(body)?.ToJsonString()}");
        }

        context.Response.StatusCode = found.Status;
        foreach (var (name, value) in found.Response["headers"]!.AsObject())
        {
            context.Response.Headers[name] = (string?)value;
        }

        var answer = found.Response["body"]?.DeepClone();
        if (found.Status == 200 && body?["value"] is { } sent)
        {
            answer!["value"] = Convert(found.Path, (string)sent!, key);
        }

        await context.Response.WriteAsync(answer is JsonValue text && text.TryGetValue<string>(out var plain) ? plain
            : answer?.ToJsonString() ?? "");
    }

    private static async Task ServeAsync(HttpContext context, RSA key)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal)
            ? """{"token_type":"Bearer","expires_in":3599,"access_token":"fake.access.token"}"""
            : new JsonObject
            {
                ["value"] = Convert(context.Request.Path, (string)JsonNode.Parse(content.ToArray())!["value"]!, key),
            }.ToJsonString());
    }

    private static bool IsMeant(RecordedExchange exchange, HttpRequest request) =>
        (string)exchange.Request["host"]! == request.Host.Value && exchange.Method == request.Method
        && exchange.Path == request.Path.Value && exchange.Query == request.QueryString.Value!.TrimStart('?');

    private static string Convert(string path, string value, RSA key)
    {
        var bytes = Base64Url.DecodeFromChars(value);
        return Base64Url.EncodeToString(path.EndsWith("/encrypt", StringComparison.Ordinal)
            ? key.Encrypt(bytes, RSAEncryptionPadding.OaepSHA256) : key.Decrypt(bytes, RSAEncryptionPadding.OaepSHA256));
    }

    private static JsonNode? Read(byte[] content, string type) => content.Length == 0 ? null
        : !type.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) ? JsonNode.Parse(content)
        : new JsonObject
        {
            ["form"] = new JsonObject(Encoding.UTF8.GetString(content).Split('&').Select(pair => pair.Split('=')).Select(pair =>
                KeyValuePair.Create(pair[0], (JsonNode?)Uri.UnescapeDataString(pair[1].Replace('+', ' '))))),
        };

    // Keys are random: their length is compared.
    private static JsonNode? Masked(JsonNode? body)
    {
        var copy = body?.DeepClone();
        if (copy?["value"] is { } value)
        {
            copy["value"] = Base64Url.DecodeFromChars((string)value!).Length;
        }

        return copy;
    }
}
