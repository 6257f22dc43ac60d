using System.Text;
using System.Text.Json;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Charts.Schema;

/// <summary>A test of the official JSON Schema test suite: a schema, a value, and whether that is valid.</summary>
/// <param name="Draft">The folder of the draft.</param>
/// <param name="Schema">The schema's text.</param>
/// <param name="Data">The value's text.</param>
/// <param name="IsValid">What must come out.</param>
internal sealed record SuiteRow(string Draft, byte[] Schema, byte[] Data, bool IsValid)
{
    private static readonly string[] Drafts = ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"];

    /// <summary>All rows by id: file, number of the group and of the test in it.</summary>
    public static IReadOnlyDictionary<string, SuiteRow> All { get; } = Load();

    /// <summary>Rows that we do not pass, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Gaps { get; } = SopsRows.Gaps("schema");

    public static string? Folder => Checkout.Vectors is { } vectors ? Path.Combine(vectors, "json-schema") : null;

    /// <summary>The <c>$schema</c> of a draft's folder.</summary>
    public static string SchemaUrl(string draft)
    {
        var release = draft["draft".Length..];
        return release.Length > 1 ? $"https://json-schema.org/draft/{release}/schema" : $"http://json-schema.org/draft-0{release}/schema#";
    }

    private static Dictionary<string, SuiteRow> Load()
    {
        var rows = new Dictionary<string, SuiteRow>();
        foreach (var draft in Folder is null ? [] : Drafts)
        {
            foreach (
                var file in Directory.EnumerateFiles(Path.Combine(Folder!, draft), "*.json", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal))
            {
                Add(rows, draft, Path.GetRelativePath(Folder!, file).Replace('\\', '/')[..^".json".Length], file);
            }
        }

        return rows;
    }

    private static void Add(Dictionary<string, SuiteRow> rows, string draft, string name, string file)
    {
        using var groups = JsonDocument.Parse(File.ReadAllBytes(file), new() { MaxDepth = 1000 });
        foreach (var (i, group) in groups.RootElement.EnumerateArray().Index())
        {
            var schema = Encoding.UTF8.GetBytes(group.GetProperty("schema").GetRawText());
            foreach (var (j, test) in group.GetProperty("tests").EnumerateArray().Index())
            {
                rows.Add(
                    $"{name} {i}.{j}",
                    new(
                        draft,
                        schema,
                        Encoding.UTF8.GetBytes(test.GetProperty("data").GetRawText()),
                        test.GetProperty("valid").GetBoolean()));
            }
        }
    }
}
