using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Charts;

/// <summary>A row of a folder's cases.json: one helm command line and what both generations answered.</summary>
internal sealed record ChartCase(string Folder, JsonElement Json)
{
    /// <summary>In the source tree: names there differ in case alone, which the build cannot copy.</summary>
    public static string Root { get; } = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "charts");

    private static readonly Lazy<IReadOnlyDictionary<string, ChartCase>> Cases = new(Load);

    public static IReadOnlyDictionary<string, ChartCase> All => Cases.Value;

    public static IReadOnlyDictionary<string, string> Gaps { get; } = ReadGaps();

    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The words after <c>helm</c>.</summary>
    public List<string> Words(bool isHelm3) =>
        Strings(isHelm3 && Json.TryGetProperty("argv_v3", out var old) ? old : Json.GetProperty("argv"));

    /// <summary>The command, for choosing rows.</summary>
    public string Command => CommandOf(Words(false));

    /// <summary>The command of a command line.</summary>
    public static string CommandOf(List<string> words) => words switch
    {
        ["show" or "dependency" or "dep" or "repo" or "registry", var second, ..] first => $"{first[0]} {second}",
        [var first, ..] => first,
        _ => "",
    };

    public bool IsForHelm4Only => Json.TryGetProperty("v4_only", out var only) && only.GetBoolean();

    /// <summary>Command lines that run before and are not compared.</summary>
    public IEnumerable<List<string>> Preparation => Json.TryGetProperty("prepare", out var steps)
        ? steps.EnumerateArray().Select(Strings)
        : [];

    /// <summary>What of the folder is compared afterwards, as <c>kind:path</c>.</summary>
    public IEnumerable<string> Collected => Json.TryGetProperty("collect", out var list) ? Strings(list) : [];

    /// <summary>The expected content of what was collected under a name, or null for none.</summary>
    public byte[]? Artifact(string name, bool isHelm3)
    {
        if (isHelm3
            && Legacy is { } legacy
            && legacy.TryGetProperty("artifacts", out var changed)
            && changed.TryGetProperty(name, out var own))
        {
            return own.ValueKind == JsonValueKind.Null ? null : File.ReadAllBytes(Path.Combine(Root, Folder, own.GetString()!));
        }

        return Json.TryGetProperty("artifacts", out var all) && all.TryGetProperty(name, out var file)
            ? File.ReadAllBytes(Path.Combine(Root, Folder, file.GetString()!))
            : null;
    }

    /// <summary>The names of all artifacts of either generation.</summary>
    public IEnumerable<string> Artifacts(bool isHelm3)
    {
        IEnumerable<string> names = Json.TryGetProperty("artifacts", out var all) ? all.EnumerateObject().Select(item => item.Name) : [];
        return isHelm3 && Legacy is { } legacy && legacy.TryGetProperty("artifacts", out var own)
            ? names.Concat(own.EnumerateObject().Select(item => item.Name)).Distinct()
            : names;
    }

    /// <summary>The expected exit code.</summary>
    public int Exit(bool isHelm3) => isHelm3 && Legacy is { } legacy && legacy.TryGetProperty("exit", out var exit)
        ? exit.GetInt32()
        : Json.GetProperty("exit").GetInt32();

    /// <summary>The expected text of a stream.</summary>
    public byte[] Stream(string name, bool isHelm3)
    {
        if (isHelm3 && Legacy is { } legacy && legacy.TryGetProperty(name, out var own))
        {
            return own.ValueKind == JsonValueKind.Null ? [] : File.ReadAllBytes(Path.Combine(Root, Folder, own.GetString()!));
        }

        return Json.TryGetProperty(name, out var file) ? File.ReadAllBytes(Path.Combine(Root, Folder, file.GetString()!)) : [];
    }

    public string? Input => Json.TryGetProperty("stdin", out var input) ? input.GetString() : null;

    public bool Has(string member) => Json.TryGetProperty(member, out _);

    public IEnumerable<KeyValuePair<string, string>> Variables(bool isHelm3) =>
        Json.TryGetProperty(isHelm3 && Has("env_v3") ? "env_v3" : "env", out var variables)
            ? variables.EnumerateObject().Select(variable => KeyValuePair.Create(variable.Name, variable.Value.GetString()!))
            : [];

    public IEnumerable<JsonElement> Masks => Json.TryGetProperty("masks", out var masks) ? masks.EnumerateArray() : [];

    private JsonElement? Legacy => Json.TryGetProperty("v3", out var v3) ? v3 : null;

    private static List<string> Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static Dictionary<string, string> ReadGaps() => File.ReadLines(Path.Combine(Root, "gaps.tsv"))
        .Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static Dictionary<string, ChartCase> Load()
    {
        var cases = new Dictionary<string, ChartCase>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Root, "cases.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = Path.GetRelativePath(Root, Path.GetDirectoryName(file)!);
            foreach (var row in JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.EnumerateArray())
            {
                var one = new ChartCase(folder, row);
                cases.Add($"{folder}/{one.Id}", one);
            }
        }

        return cases;
    }
}
