using System.Text.Json;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Documents.Yaml;

/// <summary>
/// The rows of yaml.jsonl: what go-yaml v3 reads and writes; and of layouts.jsonl: what it reads where comments are many. The input of a
/// row marked <c>suite</c> is a case of yaml-test-suite, which is third-party data and not in this repository.
/// </summary>
public static class YamlRow
{
    private static readonly Dictionary<string, JsonElement> Rows = new[] { "gotext/yaml.jsonl", "yaml/layouts.jsonl" }
        .SelectMany(file => File.ReadLines(Path.Combine(Checkout.Root, "tests/Goldens/testdata", file)))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("id").GetString()!);

    /// <summary>The ids of all rows whose input is at hand.</summary>
    public static IEnumerable<TheoryDataRow<string>> Ids()
    {
        if (Checkout.Vectors is null)
        {
            Console.WriteLine("SECRETSKIT_VECTORS is not set: the rows of yaml-test-suite did not run");
        }

        return Rows.Where(row => Checkout.Vectors is not null || row.Value.TryGetProperty("input", out _))
            .Select(row => new TheoryDataRow<string>(row.Key));
    }

    /// <summary>The row of that id.</summary>
    public static JsonElement Get(string id) => Rows[id];

    /// <summary>The bytes that the row reads.</summary>
    public static byte[] Input(string id) => Rows[id].TryGetProperty("input", out var input) ? Bytes(input) : SuiteInput(id);

    /// <summary>A text of a row; text that is not UTF-8 is there as base64.</summary>
    public static byte[] Bytes(JsonElement text) => text.ValueKind == JsonValueKind.Object
        ? text.GetProperty("base64").GetBytesFromBase64()
        : System.Text.Encoding.UTF8.GetBytes(text.GetString()!);

    private static byte[] SuiteInput(string id)
    {
        var file = File.ReadAllBytes(Path.Combine(Checkout.Vectors!, "yaml-test-suite", id[..4] + ".yaml"));
        var cases = YamlReader.ReadAll(file, DocumentLimits.Default)[0].Children[0].Children;
        var fields = cases[int.Parse(id[5..], null)].Children;
        var yaml = fields.FindIndex(field => field.Value.RevealText() == "yaml");
        return System.Text.Encoding.UTF8.GetBytes(ReplaceMarks(fields[yaml + 1].Value.RevealText()));
    }

    private static string ReplaceMarks(string text)
    {
        text = text.Replace("␣", " ").Replace("↵", "").Replace("←", "\r").Replace("⇔", "\uFEFF");
        while (text.Contains("—»"))
        {
            text = text.Replace("—»", "»");
        }

        return text.Replace("»", "\t").Replace("∎\n", "");
    }
}
