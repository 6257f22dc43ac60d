using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Goldens.Stores;

/// <summary>
/// What the reference's agent read from webhooks and pushed to them: the store sends the same requests and reads the same values. With the
/// rounding of numbers that the reference has, which is off otherwise.
/// </summary>
public sealed class RecordedWebhookTests : IDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "eso", "cases");

    private readonly HostEnvironment _environment = new([], "/");
    private readonly HttpConnections _connections;
    private readonly GivenReferences _references = new();

    public RecordedWebhookTests() => _connections = new(_environment, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Scenarios => [.. Directory.EnumerateFiles(Folder, "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(name => name.StartsWith("wh-", StringComparison.Ordinal) || name == "push-webhook").Order(StringComparer.Ordinal)];

    public void Dispose() => _connections.Dispose();

    [Theory, MemberData(nameof(Scenarios))]
    public async Task The_same_is_sent_and_read(string name)
    {
        RecordedScenario scenario = null!;
        using var server = new HttpServer(request => Answer(scenario, request));
        scenario = RecordedScenario.Load(Path.Combine(Folder, name + ".json"), new Dictionary<string, string>
        {
            ["@HTTP@"] = server.Url,
            ["@DEAD@"] = "http://127.0.0.1:1",
        });
        foreach (var secret in scenario.Objects.Where(item => (string?)item["kind"] == "Secret"))
        {
            Keep(secret);
        }

        Assert.NotEmpty(scenario.Mappings);
        foreach (var mapping in scenario.Mappings)
        {
            if ((string?)mapping["kind"] == "PushSecret")
            {
                await PushAsync(scenario, mapping);
                continue;
            }

            // The answer changes in the course of this one, which is the business of the agent.
            var expected = name == "wh-404-delete" ? new Dictionary<string, byte[]> { ["a"] = "v"u8.ToArray() }
                : scenario.DataOf((string)mapping["metadata"]!["name"]!);
            var read = await ReadOrNothingAsync(scenario, mapping);
            Assert.Equal((expected ?? new Dictionary<string, byte[]>()).Select(Shown).Order(), read.Select(Shown).Order());
        }

        var sent = server.Requests.Select(request => (request.Method, request.Target)).Distinct().Order().ToList();
        Assert.Equal(scenario.Requests.Select(request => ((string)request["method"]!, (string)request["path"]!)).Order(), sent);
        foreach (var request in scenario.Requests)
        {
            var own = server.Requests.First(item => item.Target == (string)request["path"]!);
            Assert.Equal((string?)request["body"] ?? "", System.Text.Encoding.UTF8.GetString(own.Body));
            foreach (var (header, value) in request["headers"] as JsonObject ?? [])
            {
                Assert.Equal((string?)value, own.Header(header));
            }
        }
    }

    private static (string Key, string Value) Shown(KeyValuePair<string, byte[]> entry) =>
        (entry.Key, System.Text.Encoding.UTF8.GetString(entry.Value));

    private static ServedAnswer Answer(RecordedScenario scenario, ServedRequest request)
    {
        var answer = scenario.Answers.FirstOrDefault(item => (string?)item["method"] == request.Method
            && (string?)item["path"] == request.Target.Split('?')[0]);
        return answer is null ? ServedAnswer.Kept("not found", "404 Not Found")
            : ServedAnswer.Kept((string?)answer["body"] ?? "", $"{(int)answer["status"]!} Recorded");
    }

    private void Keep(JsonObject secret)
    {
        var place = $"{secret["metadata"]!["namespace"]}/{secret["metadata"]!["name"]}";
        _references.Secrets[place] = secret["stringData"]!.AsObject().ToDictionary(entry => entry.Key, entry => (string)entry.Value!);
        _references.Labels[place] = (secret["metadata"]!["labels"] as JsonObject ?? [])
            .ToDictionary(entry => entry.Key, entry => (string)entry.Value!);
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> ReadOrNothingAsync(RecordedScenario scenario, JsonObject mapping)
    {
        try
        {
            return await scenario.ReadAsync(mapping, store => Context(scenario, store), Ct);
        }
        catch (Exception failure) when (failure is ProviderException or SecretMissingException)
        {
            return new Dictionary<string, byte[]>();
        }
    }

    private async Task PushAsync(RecordedScenario scenario, JsonObject mapping)
    {
        var spec = mapping["spec"]!;
        await using var store = scenario.Open((string)spec["secretStoreRefs"]![0]!["name"]!, name => Context(scenario, name));
        var source = _references.Secrets[$"{scenario.Name}/{(string)spec["selector"]!["secret"]!["name"]!}"];
        var data = new SecretMap();
        foreach (var (key, value) in source)
        {
            data[key] = SecretValue.OfText(value);
        }

        foreach (var entry in spec["data"]!.AsArray())
        {
            var match = entry!["match"]!;
            var key = (string?)match["secretKey"] ?? "";
            await ((IWritableSecretStore)store).PushAsync(
                new(new((string)match["remoteRef"]!["remoteKey"]!, (string?)match["remoteRef"]!["property"] ?? ""))
                {
                    Value = key.Length > 0 ? data[key] : null,
                    Data = data,
                    SecretKey = key,
                }, Ct);
        }
    }

    private StoreContext Context(RecordedScenario scenario, string store) => new(store, IsClusterStore: false, scenario.Name, _references,
        new(_environment, _connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System))
    {
        AllowsLocalAddresses = true,
        RoundsNumbers = true,
    };
}
