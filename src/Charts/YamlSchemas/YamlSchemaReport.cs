using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlSchemas;

/// <summary>Validates files and says so in yamale's words.</summary>
/// <param name="schemaName">The schema's file as it was named.</param>
/// <param name="schemaText">Its text, or null where there is no such file.</param>
public sealed class YamlSchemaReport(string schemaName, string? schemaText)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether fields that the schema does not know are no faults. Default false.</summary>
    public bool AllowsUnknownFields { get; init; }

    /// <summary>What was said, line by line.</summary>
    public string Text => _text.ToString();

    /// <summary>Validates files.</summary>
    /// <param name="name">What is validated as it was named.</param>
    /// <param name="files">The absolute path and the text of each file.</param>
    /// <returns>Whether all are as the schema wants them.</returns>
    public bool Validate(string name, IReadOnlyList<(string Path, string Text)> files)
    {
        _text.Append("Validating ").Append(name).Append("...\n");
        var isValid = Check(files, out var report);
        _text.Append(isValid ? "Validation success! 👍\n" : "Validation failed!\n" + report);
        return isValid;
    }

    private bool Check(IReadOnlyList<(string Path, string Text)> files, out string report)
    {
        var faults = new StringBuilder();
        if (schemaText is null)
        {
            report = $"Invalid schema name for '{schemaName}' or schema not found.\n";
            return false;
        }

        try
        {
            var schema = AllowsUnknownFields ? YamlSchema.ParseTolerant(schemaText) : YamlSchema.Parse(schemaText);
            foreach (var (path, content) in files)
            {
                Append(faults, path, schema, content);
            }
        }
        catch (SecretsKitException failure)
        {
            faults.Append($"Schema error in file {schemaName}\n{failure.Message}\n");
        }

        report = faults.ToString();
        return faults.Length == 0;
    }

    private void Append(StringBuilder faults, string path, YamlSchema schema, string content)
    {
        var heading = $"Error validating data '{path}' with schema '{schemaName}'\n";
        try
        {
            foreach (var document in schema.Validate(content).Where(document => document.Count > 0))
            {
                faults.Append(heading).AppendJoin("", document.Select(fault => $"\t{fault}\n"));
            }
        }
        catch (SecretsKitException failure)
        {
            faults.Append(heading).Append($"\t{failure.Message}\n");
        }
    }
}
