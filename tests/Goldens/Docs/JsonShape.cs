using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>The documented schemas of <c>--output json</c>, against which real outputs are checked.</summary>
internal static class JsonShape
{
    /// <summary>The name of a verb's schema under <c>docs/reference/json</c>.</summary>
    public static string NameOf(string verb) => verb.Replace(" --", "-", StringComparison.Ordinal).Replace(' ', '-');

    /// <summary>The text of a verb's schema.</summary>
    public static string Text(string verb) =>
        File.ReadAllText(Path.Combine(Checkout.Root, "docs/reference/json", NameOf(verb) + ".json"));

    /// <summary>
    /// Fails unless an object is as its schema says. Schemas leave it open that fields are added; here every field must be in the schema.
    /// </summary>
    /// <param name="verb">Whose schema.</param>
    /// <param name="json">One object.</param>
    public static void Check(string verb, string json)
    {
        var text = Text(verb);
        var schema = JsonSchema.Compile(Encoding.UTF8.GetBytes(text), "file:///schema.json", new NoResolver());
        var finding = schema.Check(KubernetesYaml.Read(Encoding.UTF8.GetBytes(json), KubernetesYamlOptions.Chart));
        Assert.True(finding is null, finding is null ? "" : $"{verb}: {Words(finding)}\n{json}");
        using var described = JsonDocument.Parse(text);
        using var printed = JsonDocument.Parse(json);
        Assert.Equal([], Unknown(described.RootElement, printed.RootElement, ""));
    }

    /// <summary>The same of each line.</summary>
    public static void CheckLines(string verb, string lines)
    {
        var all = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(all);
        Assert.All(all, line => Check(verb, line));
    }

    private static string Words(SchemaFinding finding) =>
        string.Join("; ", finding.Causes.Select(Words).Prepend(finding.Pointer));

    private static IEnumerable<string> Unknown(JsonElement schema, JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when schema.TryGetProperty("properties", out var fields):
                return value.EnumerateObject().SelectMany(field =>
                    fields.TryGetProperty(field.Name, out var below) ? Unknown(below, field.Value, $"{place}.{field.Name}")
                    : schema.TryGetProperty("additionalProperties", out _) ? [] : [$"{place}.{field.Name}"]);
            case JsonValueKind.Array when schema.TryGetProperty("items", out var items):
                return value.EnumerateArray().SelectMany(item => Unknown(items, item, $"{place}[]"));
            default:
                return [];
        }
    }

    private sealed class NoResolver : ISchemaResolver
    {
        public SchemaSource Find(string url) => throw new InvalidOperationException(url);
    }
}
