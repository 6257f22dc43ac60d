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

    public static string? Folder => Repository.Vectors is { } vectors ? Path.Combine(vectors, "json-schema") : null;

    private static Dictionary<string, SuiteRow> Load()
    {
        var rows = new Dictionary<string, SuiteRow>();
        foreach (var draft in Folder is null ? [] : Drafts)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder!, draft), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                // Formats are no more than notes from 2019-09 on.
                var name = Path.GetRelativePath(Folder!, file).Replace('\\', '/')[..^".json".Length];
                if (!(draft.Length > "draft7".Length && name.Contains("/format/", StringComparison.Ordinal)))
                {
                    Add(rows, draft, name, file);
                }
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
                rows.Add($"{name} {i}.{j}", new(draft, schema, Encoding.UTF8.GetBytes(test.GetProperty("data").GetRawText()), test.GetProperty("valid").GetBoolean()));
            }
        }
    }
}
