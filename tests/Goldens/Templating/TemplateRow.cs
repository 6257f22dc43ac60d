using System.Text;
using System.Text.Json;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Templating;

/// <summary>A row of <c>template/cases</c>: a template, its values, and what Helm made of it.</summary>
internal sealed record TemplateRow(string Id, JsonElement Json)
{
    private const string ErrorPrefix = "Error: ";
    private const string ErrorEnd = "\n\nUse --debug flag";

    private static readonly Lazy<IReadOnlyDictionary<string, TemplateRow>> Rows = new(Load);

    public static IReadOnlyDictionary<string, TemplateRow> All => Rows.Value;

    public static IReadOnlyDictionary<string, string> Gaps { get; } = SopsRows.Gaps("template");

    /// <summary>The part of the id before the number.</summary>
    public string Topic => Id[..Id.LastIndexOf('-')];

    public string? Template => Json.TryGetProperty("template", out var template) ? template.GetString() : null;

    public string Release => Json.TryGetProperty("release", out var release) ? release.GetString()! : "r";

    public string Namespace => Json.TryGetProperty("namespace", out var name) ? name.GetString()! : "ns";

    /// <summary>The text of the values file; null if there was none.</summary>
    public byte[]? Values => Json.TryGetProperty("values_yaml", out var yaml) ? Encoding.UTF8.GetBytes(yaml.GetString()!)
        : Json.TryGetProperty("values", out var values) ? Encoding.UTF8.GetBytes(values.GetRawText())
        : null;

    public bool Has(string member) => Json.TryGetProperty(member, out _);

    /// <summary>The rendered file, or null where the command failed.</summary>
    public static byte[]? Output(JsonElement results) => results.GetProperty("exit").GetInt32() != 0 ? null
        : results.TryGetProperty("stdout", out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
        : results.TryGetProperty("stdout_b64", out var encoded) ? encoded.GetBytesFromBase64() : [];

    /// <summary>The engine's part of the error, or null where the command succeeded.</summary>
    public static string? Error(JsonElement results)
    {
        if (results.GetProperty("exit").GetInt32() == 0)
        {
            return null;
        }

        var text = results.TryGetProperty("stderr", out var plain)
            ? plain.GetString()!
            : Encoding.UTF8.GetString(results.GetProperty("stderr_b64").GetBytesFromBase64());
        var start = text.IndexOf(ErrorPrefix, StringComparison.Ordinal) + ErrorPrefix.Length;
        var end = text.LastIndexOf(ErrorEnd, StringComparison.Ordinal);
        return end < start ? text[start..].TrimEnd('\n') : text[start..end];
    }

    private static Dictionary<string, TemplateRow> Load()
    {
        var rows = new Dictionary<string, TemplateRow>();
        foreach (
            var file in Directory.EnumerateFiles(Path.Combine(SopsRows.Folder("template"), "cases"), "*.jsonl")
                .Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                var row = JsonDocument.Parse(line).RootElement;
                var id = row.GetProperty("id").GetString()!;
                rows.Add(id, new(id, row));
            }
        }

        return rows;
    }
}
