using System.Text.Json.Nodes;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>
/// One case of a transcript of the reference on a real API server; the README beside the transcripts explains its fields.
/// </summary>
internal sealed class TranscriptCase
{
    // What tells the namespaces of two runs apart; what follows is that of the recording, of which servers may quote the end.
    private const int UniqueLength = 4;

    private readonly JsonNode _row;

    /// <summary>A case as it lies in the folder.</summary>
    public TranscriptCase(JsonNode row)
    {
        _row = row;
        Id = Text(row["id"]);
        Original = Text(row["namespace"]);
        Namespace = $"t{Guid.NewGuid():N}"[..UniqueLength] + Original[Math.Min(UniqueLength, Original.Length)..];
    }

    /// <summary>The folder of the transcripts, the charts and the gaps.</summary>
    public static string Area { get; } = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "releases");

    /// <summary>Generation and name, as <c>helm4/install-plain</c>.</summary>
    public string Id { get; }

    /// <summary>The namespace of the recording.</summary>
    public string Original { get; }

    /// <summary>That of this run: of the same length, so that tables keep their widths.</summary>
    public string Namespace { get; }

    /// <summary><c>helm3</c> or <c>helm4</c>.</summary>
    public string Tool => Text(_row["tool"]);

    /// <summary>The context of the kubeconfig.</summary>
    public string User => _row["user"] is { } user ? Text(user) : "admin";

    /// <summary>Whether the case brings a kubeconfig of its own, or writes one.</summary>
    public bool HasKubeconfig => _row["files"]?["kubeconfig"] is not null
        || Steps.Any(step => step["write"] is { } file && Text(file["path"]) == "kubeconfig");

    /// <summary>The plural name of what its records lie in.</summary>
    public string RecordKind =>
        Variables.Any(variable => variable is { Key: "HELM_DRIVER", Value: "configmap" }) ? "configmaps" : "secrets";

    public IEnumerable<string> Charts => (_row["charts"]?.AsArray() ?? []).Select(Text);

    public IEnumerable<KeyValuePair<string, string>> Files => Pairs("files");

    public IEnumerable<KeyValuePair<string, string>> Variables => Pairs("env");

    public IReadOnlyList<JsonNode> Steps => [.. _row["steps"]!.AsArray().OfType<JsonNode>()];

    /// <summary>The identifiers of a group's cases.</summary>
    public static IEnumerable<string> Ids(string group) => Rows(group).Select(row => Text(row["id"]));

    public static TranscriptCase Load(string group, string id) => new(Rows(group).Single(row => Text(row["id"]) == id));

    /// <summary>What the recording calls it, in the words of this run.</summary>
    public string Here(string text) => text.Replace(Original, Namespace, StringComparison.Ordinal);

    /// <summary>The same for a tree.</summary>
    public JsonNode Here(JsonNode node) => JsonNode.Parse(Here(node.ToJsonString()))!;

    /// <summary>What this run calls it, in the words of the recording.</summary>
    public string There(string text) => text.Replace(Namespace, Original, StringComparison.Ordinal);

    public static string Text(JsonNode? node) => node!.GetValue<string>();

    private static IEnumerable<JsonNode> Rows(string group) =>
        File.ReadLines(Path.Combine(Area, "transcripts", group + ".jsonl")).Select(line => JsonNode.Parse(line)!);

    private IEnumerable<KeyValuePair<string, string>> Pairs(string field) =>
        (_row[field]?.AsObject() ?? []).Select(pair => KeyValuePair.Create(pair.Key, Text(pair.Value)));
}
