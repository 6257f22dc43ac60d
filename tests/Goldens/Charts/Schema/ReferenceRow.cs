using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Charts.Schema;

/// <summary>A row of <c>gotext/schema.jsonl</c>: a chart's schema and values, and what Helm says of them.</summary>
/// <param name="Schema">The text of values.schema.json.</param>
/// <param name="Values">The text of values.yaml.</param>
/// <param name="Message">The error, or null where Helm accepts the values.</param>
/// <param name="IsUnordered">Whether Helm's lines, and the names in a line, come in another order in each run.</param>
internal sealed partial record ReferenceRow(byte[] Schema, byte[] Values, string? Message, bool IsUnordered)
{
    private const string File = "schema.jsonl";

    private static readonly IReadOnlyDictionary<string, JsonObject> All = SopsRows.Load("gotext", File);

    /// <summary>The ids of all rows; those of the official suite only where its folder is known.</summary>
    public static IEnumerable<string> Ids =>
        All.Where(pair => SuiteRow.Folder is not null || !pair.Value.ContainsKey("suite")).Select(pair => pair.Key);

    /// <summary>Rows that we do not pass, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Gaps { get; } = SopsRows.Gaps("gotext", "schema-gaps.tsv");

    public static ReferenceRow Get(string id)
    {
        var row = All[id];
        var (schema, values) = row["suite"] is { } suite ? OfSuite(row, suite.GetValue<string>()) : OfRow(row);
        return new(schema, values, row["message"]?.GetValue<string>(), row["unordered"]?.GetValue<bool>() ?? false);
    }

    private static (byte[] Schema, byte[] Values) OfRow(JsonObject row) => row["schemaText"] is { } text
        ? (SopsRows.Bytes(text), SopsRows.Bytes(row["valuesText"]))
        : (Json(row["schema"]), Json(row["values"]));

    private static (byte[] Schema, byte[] Values) OfSuite(JsonObject row, string suite)
    {
        var test = SuiteRow.All[suite.Replace(".json ", " ", StringComparison.Ordinal)];
        var schema = JsonNode.Parse(test.Schema);
        var data = JsonNode.Parse(test.Data);
        var draft = SuiteRow.SchemaUrl(row["draft"]!.GetValue<string>());
        if (row["wrap"]!.GetValue<string>() == "root")
        {
            if (schema is JsonObject root && !root.ContainsKey("$schema"))
            {
                root["$schema"] = draft;
            }

            return (Json(schema), Json(data));
        }

        (schema as JsonObject)?.Remove("$schema");
        MoveReferences(schema);
        var properties = new JsonObject { ["v"] = schema };
        return (Json(new JsonObject { ["$schema"] = draft, ["properties"] = properties }), Json(new JsonObject { ["v"] = data }));
    }

    private static void MoveReferences(JsonNode? node)
    {
        foreach (var inner in node switch { JsonObject schema => schema.Select(pair => pair.Value), JsonArray list => list, _ => [] })
        {
            MoveReferences(inner);
        }

        var reference = node is JsonObject { } map && map["$ref"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        if (reference is "#" or ['#', '/', ..])
        {
            node!["$ref"] = "#/properties/v" + reference[1..];
        }
    }

    // As the rows were made: numbers with a point or an exponent went through a double, and no character is escaped that need not be.
    private static byte[] Json(JsonNode? node) => Encoding.UTF8.GetBytes(SurrogatePair().Replace(
        Rounded(node)?.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }) ?? "null",
        match => match.Groups[1].Value + Character(match.Groups[2].Value) + Character(match.Groups[3].Value)));

    private static char Character(string digits) => (char)Convert.ToInt32(digits, 16);

    private static JsonNode? Rounded(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Rounded(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Rounded)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonNode.Parse(Round(value.ToJsonString())),
        _ => node?.DeepClone(),
    };

    private static string Round(string number)
    {
        if (!number.AsSpan().ContainsAny(".eE"))
        {
            return number;
        }

        var text = double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".E") ? text.Replace('E', 'e') : text + ".0";
    }

    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")]
    private static partial Regex SurrogatePair();
}
