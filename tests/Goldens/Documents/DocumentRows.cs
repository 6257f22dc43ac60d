using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Documents;

/// <summary>The rows that the codecs alone must satisfy, without keys or encryption.</summary>
internal static class DocumentRows
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "testdata", "sops");

    public static IReadOnlyDictionary<string, JsonObject> Load(params string[] files)
    {
        var rows = new Dictionary<string, JsonObject>();
        foreach (var line in files.SelectMany(file => File.ReadLines(Path.Combine(Folder, file))))
        {
            var row = JsonNode.Parse(line)!.AsObject();
            rows.Add(row["id"]!.GetValue<string>(), row);
        }

        return rows;
    }

    public static byte[] Bytes(JsonNode node) => node is JsonObject encoded
        ? Convert.FromBase64String(encoded["base64"]!.GetValue<string>())
        : Encoding.UTF8.GetBytes(node.GetValue<string>());

    /// <summary>A text that a failed comparison can show, whatever the bytes.</summary>
    public static string Shown(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
