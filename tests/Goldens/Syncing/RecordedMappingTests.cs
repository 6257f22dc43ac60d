using System.Text.Json.Nodes;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Syncing;

/// <summary>
/// Mappings that the reference operator was recorded with, whose stores live in their manifests: <c>sync</c> gives the Secrets that it
/// gave, and fails where it failed, in its words.
/// </summary>
public sealed class RecordedMappingTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Integration", "testdata", "eso", "cases");

    // A store that says that it is not ready is read here all the same: no agent keeps its status.
    private static readonly string[] OfAgentsAlone = ["store-not-ready"];

    private static readonly string[] OtherKinds = ["PushSecret", "ClusterPushSecret", "ClusterExternalSecret"];

    public static IEnumerable<TheoryDataRow<string>> Cases => Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal)
        .Where(file => IsOffline(Read(file)))
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(id => !OfAgentsAlone.Contains(id))
        .Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Cases))]
    public async Task Gives_the_recorded_Secrets(string id)
    {
        var recorded = Read(Path.Combine(Folder, id + ".json"));
        var expected = recorded["expected"]!.AsObject().Single().Value!;
        using var run = new VerbRun();
        run.Write("all.yaml", string.Join("\n---\n", Objects(recorded).Select(item => item.ToJsonString())));
        var result = await run.RunAsync("sync", "-f", "all.yaml", "-o", "json");
        var made = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(item => $"{item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}", StringComparer.Ordinal);
        var random = recorded["random"]?.AsArray().Select(item => item!.ToJsonString()).ToList() ?? [];
        foreach (var secret in expected["secrets"]!.AsArray().Where(secret => secret!["managedFields"] is not null))
        {
            var name = $"{secret!["namespace"]}/{secret["name"]}";
            Assert.Contains(name, made.Keys);
            AssertSame(secret, made[name], isRandom: random.Count > 0);
            made.Remove(name);
        }

        Assert.Empty(made);
        var failing = expected["externalSecrets"]!.AsArray().Where(item => IsFailed(item!)).ToList();
        Assert.Equal(failing.Count > 0 ? 1 : 0, result.Exit);
        foreach (var mapping in failing)
        {
            var message = expected["events"]!.AsArray()
                .Select(what => what!)
                .Where(what => (string?)what["reason"] == "UpdateFailed" && (string?)what["name"] == (string?)mapping!["name"])
                .Select(what => (string?)what["message"] ?? "")
                .First();

            // What follows comes from libraries of the reference, or from a server.
            Assert.Contains(message.Split(", err: ")[0].Split(": Invalid value")[0], result.ErrorText, StringComparison.Ordinal);
        }
    }

    private static bool IsOffline(JsonNode recorded)
    {
        string[] others = ["http", "vault", "aws", "flags"];
        var objects = Objects(recorded).ToList();
        return others.All(field => recorded[field] is null)
            && recorded["steps"]!.AsArray().All(
                step => (string?)step!["op"] is "create" or "wait" or "snapshot" && step["rejected"] is null)
            && recorded["expected"]!.AsObject().Count == 1
            && objects.Any(item => (string?)item["kind"] == "ExternalSecret")
            && !objects.Any(item => OtherKinds.Contains((string?)item["kind"]))
            && objects.Select(item => item["spec"]?["provider"]).OfType<JsonObject>().All(provider => provider.ContainsKey("fake"));
    }

    private static IEnumerable<JsonNode> Objects(JsonNode recorded) => recorded["objects_before"]!.AsArray()
        .Concat(recorded["steps"]!.AsArray()
            .Where(step => (string?)step!["op"] == "create")
            .SelectMany(step => step!["objects"]!.AsArray()))
        .OfType<JsonNode>();

    private static bool IsFailed(JsonNode mapping) => mapping["status"]!["conditions"]!.AsArray()
        .Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "False");

    private static void AssertSame(JsonNode expected, JsonNode made, bool isRandom)
    {
        var data = made["data"]?.AsObject() ?? [];
        var wanted = expected["data"]?.AsObject() ?? [];
        Assert.Equal(
            wanted.Select(entry => entry.Key).Order(StringComparer.Ordinal), data.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        foreach (var (key, value) in wanted)
        {
            var bytes = Convert.FromBase64String((string)data[key]!);
            if (value is JsonValue)
            {
                Assert.Equal((string?)value, System.Text.Encoding.UTF8.GetString(bytes));
            }
            else if (value!["base64"] is { } base64)
            {
                Assert.Equal((string?)base64, Convert.ToBase64String(bytes));
            }
            else
            {
                Assert.Matches($"(?s)^(?:{(string?)value["matches"]})$", System.Text.Encoding.UTF8.GetString(bytes));
            }
        }

        foreach (var field in new[] { "labels", "annotations" })
        {
            foreach (var (key, value) in expected[field]?.AsObject() ?? [])
            {
                var found = (string?)made["metadata"]![field]![key];
                Assert.True(found == (string?)value || (isRandom && (string?)value == "<hash>"), $"{field} {key}: {found}");
            }
        }

        Assert.Equal((string?)expected["type"] ?? "Opaque", (string?)made["type"] ?? "Opaque");
        Assert.Null(made["metadata"]!["ownerReferences"]);
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllBytes(file))!;
}
