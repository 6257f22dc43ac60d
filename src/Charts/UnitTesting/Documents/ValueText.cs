using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>How failures and snapshots show values: as YAML with two blanks of indentation.</summary>
internal static class ValueText
{
    /// <summary>The YAML of a value, ending with a line break.</summary>
    public static string Yaml(Value value)
    {
        using var output = new OutputBuffer();
        PrettyYaml.Write(value, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>A string as it is, anything else as YAML; no line break at the end.</summary>
    public static string Plain(Value value) => value.IsString ? Encoding.UTF8.GetString(value.StringBytes) : Yaml(value).TrimEnd('\n');

    /// <summary>The text of a string; null for anything else.</summary>
    public static string? Text(Value value) => value.IsString ? Encoding.UTF8.GetString(value.StringBytes) : null;

    /// <summary>Go's name of a value's type; empty for null.</summary>
    public static string TypeName(Value value) => value.Type?.Name ?? "";
}
