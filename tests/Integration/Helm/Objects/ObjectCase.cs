using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Helm.Objects;

/// <summary>What applying a changed manifest did to a live object that somebody had edited, in one of four modes.</summary>
internal sealed class ObjectCase(string id, string mode)
{
    /// <summary>The modes, and how commands ask for them.</summary>
    public static readonly IReadOnlyDictionary<string, (string Tool, string[] Install, string[] Upgrade)> Modes =
        new Dictionary<string, (string, string[], string[])>
        {
            ["helm3"] = ("helm3", [], []),
            ["helm4-csa"] = ("helm4", ["--server-side=false"], ["--server-side=false"]),
            ["helm4-ssa"] = ("helm4", [], []),
            ["helm4-ssa-force"] = ("helm4", [], ["--force-conflicts"]),
        };

    private static readonly string Folder = Path.Combine(TranscriptCase.Area, "objects");

    private readonly JsonNode _case = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, id + ".json")))!;

    public static IEnumerable<string> Ids =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public JsonNode Old => _case["old"]!;

    public JsonNode New => _case["new"]!;

    public IEnumerable<JsonNode> Edits => _case["edits"]!.AsArray().OfType<JsonNode>();

    public int ExitCode => Result["exit"]!.GetValue<int>();

    public string Error => Field("stderr")?.GetValue<string>() ?? "";

    public JsonArray Writes => Field("writes")!.AsArray();

    public JsonNode? Before => Field("liveBefore");

    public JsonNode? After => Field("liveAfter");

    /// <summary>Whether the object belongs to no namespace, or to a kind that the test has to define.</summary>
    public bool ConcernsWholeCluster => Old["kind"]!.GetValue<string>() is "Gadget" or "CustomResourceDefinition";

    private JsonNode Result => In(mode);

    private JsonNode In(string name) => _case["results"]![name] is JsonValue text ? In(Other(text)) : _case["results"]![name]!;

    private JsonNode? Field(string name) => FieldOf(Result, name);

    private JsonNode? FieldOf(JsonNode result, string name)
    {
        var value = result[name];
        return value is JsonValue text && text.ToString().StartsWith("same as ", StringComparison.Ordinal)
            ? Other(text) is "liveBefore" ? FieldOf(result, "liveBefore") : FieldOf(In(Other(text)), name)
            : value;
    }

    private static string Other(JsonNode text) => text.GetValue<string>()["same as ".Length..];
}
