using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>The rows of one file of the chart linting tools' output.</summary>
internal static class ChartTestingRows
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "ct");

    /// <summary>The ids of a file's rows.</summary>
    public static IEnumerable<TheoryDataRow<string>> Ids(string file) => Load(file).Keys.Select(id => new TheoryDataRow<string>(id));

    /// <summary>A row.</summary>
    public static JsonElement Row(string file, string id) => Load(file)[id];

    /// <summary>Strings of a list.</summary>
    public static string[] Strings(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>Writes the files of a row into a folder.</summary>
    public static void WriteFiles(JsonElement files, string folder)
    {
        foreach (var file in files.EnumerateObject())
        {
            var path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Value.GetString());
        }
    }

    private static Dictionary<string, JsonElement> Load(string file) => File.ReadLines(Path.Combine(Folder, file))
        .Where(line => line.Length > 0)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("id").GetString()!);
}
