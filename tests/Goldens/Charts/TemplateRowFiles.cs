using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Model;
using SecretsKit.Goldens.Templating;

namespace SecretsKit.Goldens.Charts;

/// <summary>The files of the chart that a row of <c>template/cases</c> stands for.</summary>
internal static class TemplateRowFiles
{
    private const string DefaultChart = "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: \"4.5\"\n";

    /// <summary>The files, paths relative to the chart.</summary>
    public static List<ChartFile> Of(TemplateRow row)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["Chart.yaml"] = Encoding.UTF8.GetBytes(DefaultChart) };
        if (row.Template is { } template)
        {
            files["templates/t.yaml"] = Encoding.UTF8.GetBytes(template);
        }

        if (row.Json.TryGetProperty("defaults", out var defaults))
        {
            files["values.yaml"] = Encoding.UTF8.GetBytes(defaults.GetString()!);
        }

        foreach (var member in (string[])["chart", "files"])
        {
            Add(files, row, member);
        }

        return [.. files.Select(file => new ChartFile(file.Key, file.Value))];
    }

    /// <summary>Writes them below a folder.</summary>
    public static void Write(IEnumerable<ChartFile> files, string folder)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Data);
        }
    }

    private static void Add(SortedDictionary<string, byte[]> files, TemplateRow row, string member)
    {
        if (!row.Json.TryGetProperty(member, out var more))
        {
            return;
        }

        foreach (var file in more.EnumerateObject())
        {
            files[file.Name] = file.Value.ValueKind == JsonValueKind.Object
                ? file.Value.GetProperty("b64").GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(file.Value.GetString()!);
        }
    }
}
