using System.Text;
using System.Text.Json;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Goldens.Documents.Yaml;

/// <summary>The rows of testdata/gotext/yaml.jsonl: text, the nodes that go-yaml v3 reads from it, and what it writes for them.</summary>
internal static class YamlGoldens
{
    private static readonly Dictionary<string, JsonElement> Rows = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "testdata", "gotext", "yaml.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("id").GetString()!);

    public static IEnumerable<string> Ids => Rows.Keys;

    public static JsonElement Row(string id) => Rows[id];

    /// <summary>The nodes of a row, one per document.</summary>
    public static List<YamlNode> Trees(JsonElement row)
    {
        if (row.GetProperty("trees").ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        var documents = new List<YamlNode>();
        foreach (var tree in row.GetProperty("trees").EnumerateArray())
        {
            documents.Add(Node(tree));
        }

        return documents;
    }

    public static byte[] Bytes(JsonElement text) => text.ValueKind == JsonValueKind.Object
        ? text.GetProperty("base64").GetBytesFromBase64()
        : Encoding.UTF8.GetBytes(text.GetString()!);

    private static YamlNode Node(JsonElement json)
    {
        var node = new YamlNode
        {
            Kind = json.GetProperty("kind").GetString() switch
            {
                "document" => YamlKind.Document,
                "sequence" => YamlKind.Sequence,
                "mapping" => YamlKind.Mapping,
                "alias" => YamlKind.Alias,
                _ => YamlKind.Scalar,
            },
            Style = json.TryGetProperty("style", out var style) ? (YamlStyle)style.GetInt32() : YamlStyle.None,
            Tag = json.TryGetProperty("tag", out var tag) ? tag.GetString()! : "",
            Value = Text(json, "value"),
            Anchor = json.TryGetProperty("anchor", out var anchor) ? anchor.GetString() : null,
            HeadComment = Text(json, "head"),
            LineComment = Text(json, "lineComment"),
            FootComment = Text(json, "foot"),
        };
        if (json.TryGetProperty("content", out var content))
        {
            foreach (var child in content.EnumerateArray())
            {
                node.Children.Add(Node(child));
            }
        }

        return node;
    }

    private static ByteString Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) ? new ByteString(Bytes(text)) : default;
}
