using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Goldens.Aws;

/// <summary>One exchange of another client of AWS, and a server that answers it and nothing else.</summary>
internal sealed class AwsReplay : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "aws");

    private readonly HttpConnections _connections;

    private AwsReplay(RecordedExchange exchange, params string[] headers)
    {
        Exchange = exchange;
        var authorization = exchange.Header("authorization")?.Split('/');
        Region = authorization?[2] ?? "eu-central-1";
        Service = authorization?[3] ?? "sts";
        Server = new([exchange], new() { Headers = headers });
        for (var number = 1; number < 10; number++)
        {
            // Ours takes what was wrapped apart before it sends it.
            Server.Values[$"ciphertext_{number}"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"ciphertext {number}"));
        }

        // A token of a page that is a digit has a placeholder wherever that digit is.
        _ = authorization is null || Server.Values.Matches(authorization[4].Split(',')[0], "aws4_request");
        Body = exchange.Body is { } body ? Server.Values.Fill(body) : null;
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = Server.Url,
            ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLEEXAMPLE01",
            ["AWS_SECRET_ACCESS_KEY"] = "exampleSecretKeyForRecordings/0123456789",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["HOME"] = "/nowhere",
        };
        if (exchange.Header("x-amz-security-token") is { } token)
        {
            variables["AWS_SESSION_TOKEN"] = Server.Values.Fill(token);
        }

        var environment = new HostEnvironment(variables, "/");
        _connections = new(environment, TimeProvider.System);
        Host = new(environment, _connections, new ProcessRunner(), RandomSource.System, TimeProvider.System);
    }

    public RecordedExchange Exchange { get; }

    public ReplayServer Server { get; }

    public ProviderHost Host { get; }

    public GivenReferences References { get; } = new();

    /// <summary>The region and the service that the signature names.</summary>
    public string Region { get; }

    public string Service { get; }

    /// <summary>The body of the request, with values in the places of placeholders.</summary>
    public JsonNode? Body { get; }

    public string Operation => Exchange.Header("x-amz-target")?.Split('.')[1] ?? Exchange.Id.Split('-')[^1];

    /// <summary>The bytes of the body.</summary>
    public byte[] Bytes => Body switch
    {
        null => [],
        JsonValue text => Encoding.UTF8.GetBytes(text.GetValue<string>()),
        _ => Encoding.UTF8.GetBytes(Body.ToJsonString()),
    };

    /// <summary>The code of a failure that is recorded, or empty.</summary>
    public string ExpectedCode => (string?)Exchange.Response["headers"]?["x-amzn-errortype"] ?? (Exchange.Response["body"] switch
    {
        JsonObject map => (string?)map["__type"] ?? "",
        JsonValue text => text.GetValue<string>() is var xml && xml.Contains("<Code>", StringComparison.Ordinal)
            ? xml.Split("<Code>")[1].Split("</Code>")[0] : "",
        _ => "",
    });

    /// <summary>The exchanges of other clients than sops, by name; those of some operations alone if they are named.</summary>
    public static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.jsonl")
        .Where(path => !Path.GetFileName(path).StartsWith("sops-", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .SelectMany(path => File.ReadLines(path).Select((_, index) => $"{Path.GetFileNameWithoutExtension(path)}:{index + 1}"));

    /// <summary>An exchange by its file and line.</summary>
    /// <param name="name">As <see cref="Names"/> has it.</param>
    /// <param name="headers">The headers that have to be equal.</param>
    public static AwsReplay Of(string name, params string[] headers)
    {
        var parts = name.Split(':');
        var line = File.ReadLines(Path.Combine(Folder, parts[0] + ".jsonl"))
            .ElementAt(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - 1);
        return new(RecordedExchange.Parse(line), headers);
    }

    /// <summary>
    /// The same in the form in which our operations send it: the order of a form is free, and our key service sends a context that is
    /// empty, as sops does, where others leave it out.
    /// </summary>
    public static AwsReplay OfOperation(string name)
    {
        var exchange = Read(name);
        if (exchange.Header("content-type")!.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal))
        {
            exchange.Request["body"] = new JsonObject { ["form"] = AwsOperations.Form(exchange) };
        }
        else if (exchange.Header("x-amz-target") is "TrentService.Encrypt" or "TrentService.Decrypt")
        {
            exchange.Body!["EncryptionContext"] ??= new JsonObject();
        }

        return new(exchange, "x-amz-target");
    }

    /// <summary>The exchange alone, without a server.</summary>
    public static RecordedExchange Read(string name)
    {
        var parts = name.Split(':');
        return RecordedExchange.Load(Path.Combine(Folder, parts[0] + ".jsonl"))
            [int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - 1];
    }

    /// <summary>Whether the request was what is recorded, its signature included as far as it does not depend on the client.</summary>
    public void Check()
    {
        Assert.Empty(Server.Mismatches);
        Assert.Empty(Server.Unused);
        var (recorded, sent) = (Exchange.Header("authorization"), Server.Requests[^1].Header("Authorization"));
        Assert.Equal(recorded is null, sent is null);
        if (recorded is not null)
        {
            // Each client signs headers of its own besides; what the other one signed has to be signed here too.
            Assert.Equal(Scope(Server.Values.Fill(recorded))[2..], Scope(sent!)[2..]);
            Assert.Empty(SignedHeaders(recorded).Except(SignedHeaders(sent!)).Except(["expect"]));
            Assert.Matches("^AWS4-HMAC-SHA256 Credential=[A-Za-z0-9]+/[0-9]{8}/.*, Signature=[0-9a-f]{64}$", sent);
        }
    }

    public void Dispose()
    {
        _connections.Dispose();
        Server.Dispose();
    }

    private static string[] Scope(string authorization) => authorization.Split("Credential=")[1].Split(',')[0].Split('/');

    private static string[] SignedHeaders(string authorization) =>
        authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
}
