using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Integration.Aws;

/// <summary>
/// An account of its own on the server that answers as AWS does, which <c>tests/servers/up</c> started: no other test has the number, and a
/// role leads into it.
/// </summary>
internal sealed class MotoBench : IDisposable
{
    public const string Region = "eu-central-1";

    private readonly HttpConnections _connections;
    private readonly TestFolder _folder = new();
    private readonly AwsClient _client;

    public MotoBench(params (string Name, string Value)[] variables)
    {
        Variables = new()
        {
            ["HOME"] = _folder.Path,
            ["PATH"] = "/usr/bin:/bin",
            ["AWS_ENDPOINT_URL"] = Url,
            ["AWS_ENDPOINT_URL_STS"] = Url,
            ["AWS_REGION"] = Region,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in variables.Length > 0 ? variables : Keys)
        {
            Variables[name] = value;
        }

        var environment = new HostEnvironment(Variables, _folder.Path);
        _connections = new(environment, TimeProvider.System);
        Host = new(environment, _connections, new ProcessRunner(), RandomSource.System, TimeProvider.System);
        _client = new(Host, AwsReview.Policy);
    }

    /// <summary>Where the server is.</summary>
    public static string Url => Environment.GetEnvironmentVariable("SECRETSKIT_MOTO") is { Length: > 0 } url
        ? url
        : throw new InvalidOperationException("no servers: run  eval \"$(tests/servers/up)\"  first, or tests/run, which does it");

    public static (string Name, string Value)[] Keys =>
        [("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE01"), ("AWS_SECRET_ACCESS_KEY", "exampleSecretKeyForRecordings/0123456789")];

    /// <summary>The environment.</summary>
    public Dictionary<string, string> Variables { get; }

    public ProviderHost Host { get; }

    public string Folder => _folder.Path;

    public GivenReferences References { get; } = new();

    /// <summary>The number of the account.</summary>
    public string Account { get; } =
        RandomNumberGenerator.GetInt32(100_000_000, 999_999_999).ToString(CultureInfo.InvariantCulture).PadLeft(12, '7');

    /// <summary>A role that leads into it.</summary>
    public string Role => $"arn:aws:iam::{Account}:role/tests";

    private StsClient Sts => new(_client, Region, Url + "/", AwsIdentities.ForRun(Host).Tls);

    private IAwsCredentials Own => new AwsIdentities(Host, _client).Of("", Region);

    /// <summary>A store in the account, reached by the role unless other fields are given.</summary>
    public ISecretStore Store(string service, string? more = null)
    {
        var text = $$"""{"service":"{{service}}","region":"{{Region}}"{{more ?? $",\"role\":\"{Role}\""}}}""";
        return SecretStores.Find("aws")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(text)).AsMap!, new("store", IsClusterStore: false, "ns", References, Host));
    }

    /// <summary>One call in the account, or in that of the keys.</summary>
    public async Task<JsonNode> CallAsync(string service, string target, string body, CancellationToken ct, bool inAccount = true)
    {
        var source = inAccount ? new FixedCredentials(await Sts.AssumeRoleAsync(new(Role, "tests"), Own, ct)) : Own;
        var content = await SendAsync(new(service, target, Region, Url + "/")
        {
            Headers = [new("X-Amz-Target", target)],
            Body = Encoding.UTF8.GetBytes(body),
        }, source, ct);
        return JsonNode.Parse(content.Length == 0 ? "{}" : content)!;
    }

    /// <summary>One call of S3 with the keys.</summary>
    public Task<string> S3Async(HttpMethod method, string path, string body, CancellationToken ct) =>
        SendAsync(new("s3", "S3", Region, Url + path) { Method = method, Body = Encoding.UTF8.GetBytes(body), ContentType = "text/xml" },
            Own, ct);

    public void Dispose()
    {
        _connections.Dispose();
        _folder.Dispose();
    }

    private async Task<string> SendAsync(AwsCall call, IAwsCredentials source, CancellationToken ct)
    {
        var result = await _client.SendAsync(call, source, ct);
        Assert.Null(result.Failure?.Code);
        return Encoding.UTF8.GetString(result.Content!);
    }
}
