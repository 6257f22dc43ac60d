using SecretsKit.Charts.YamlSchemas;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>The engine of YAML schemas behind the words of the reference's command line, in a folder.</summary>
internal static class YamaleRun
{
    public static (int Exit, string Output) Run(string folder, string[] words)
    {
        var schema = words[Array.IndexOf(words, "--schema") + 1];
        var name = words[^1];
        var schemaFile = Path.Combine(folder, schema);
        var report = new YamlSchemaReport(schema, File.Exists(schemaFile) ? File.ReadAllText(schemaFile) : null)
        {
            AllowsUnknownFields = words.Contains("--no-strict"),
        };
        var path = Path.Combine(folder, name);
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal)] : [path];
        var isValid = report.Validate(name, [.. files.Select(file => (file, File.ReadAllText(file)))]);
        var text = Directory.Exists(path)
            ? report.Text.Replace("...\n", $"...\nFound {files.Length} yaml files to validate...\n", StringComparison.Ordinal)
            : report.Text;
        return (isValid ? 0 : 1, text);
    }
}
