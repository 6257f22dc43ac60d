using System.Text.Json;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>A row of a folder's cases.json: one command line of helm-unittest and what it did.</summary>
internal sealed record UnitTestCase(string Group, JsonElement Json)
{
    private static readonly Lazy<IReadOnlyDictionary<string, UnitTestCase>> Cases = new(Load);

    public static string Root { get; } = SopsRows.Folder("unittest");

    public static IReadOnlyDictionary<string, UnitTestCase> All => Cases.Value;

    public List<string> Words => [.. Json.GetProperty("argv").EnumerateArray().Select(word => word.GetString()!)];

    public int Exit => Json.GetProperty("exit").GetInt32();

    /// <summary>What standard output may be: several where the tool's own order is random.</summary>
    public List<string> Outputs => Json.TryGetProperty("stdoutAnyOf", out var any)
        ? [.. any.EnumerateArray().Select(text => text.GetString()!)]
        : [Json.GetProperty("stdout").GetString()!];

    /// <summary>Standard error; null where it is not compared.</summary>
    public string? Error => Json.TryGetProperty("ignoreStderr", out var ignored) && ignored.GetBoolean()
        ? null
        : Json.GetProperty("stderr").GetString();

    /// <summary>Folders that are packed before: the folder, the name in the archive, the archive.</summary>
    public IEnumerable<(string Folder, string Name, string Target)> Archives => Json.TryGetProperty("tar", out var tar)
        ? tar.EnumerateArray().Select(one => (one[0].GetString()!, one[1].GetString()!, one[2].GetString()!))
        : [];

    /// <summary>Files that the run makes or changes, with their content; null for one that it removes.</summary>
    public Dictionary<string, string?> Files => Json.TryGetProperty("files", out var files)
        ? files.EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString())
        : [];

    private static Dictionary<string, UnitTestCase> Load()
    {
        var cases = new Dictionary<string, UnitTestCase>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Root, "cases.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var group = Path.GetFileName(Path.GetDirectoryName(file)!);
            foreach (var row in JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray())
            {
                cases.Add($"{group}/{row.GetProperty("id").GetString()}", new(group, row));
            }
        }

        return cases;
    }
}
