using System.Text;
using SecretsKit.Charts.YamlText.Parsing;
using SecretsKit.Charts.YamlText.Values;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.ChartTesting;

/// <summary>What testing needs to know of a chart before it is loaded: read leniently from its Chart.yaml.</summary>
/// <param name="Path">Its folder as it was found or named.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Version">Its version as it is written; empty where it has none.</param>
/// <param name="IsDeprecated">Whether it says so.</param>
/// <param name="Maintainers">Their names and addresses.</param>
public sealed record TestedChart(
    string Path, string Name, string Version, bool IsDeprecated, IReadOnlyList<(string Name, string Email)> Maintainers)
{
    private const string JsonPrefix = "error converting YAML to JSON: ";

    /// <summary>Reads a Chart.yaml.</summary>
    /// <param name="path">The chart's folder.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedDocument"/>: it is no YAML, or maintainers are not what they must be. In Go's words.
    /// </exception>
    public static TestedChart Read(string path, string text)
    {
        try
        {
            KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), new());
        }
        catch (SecretsKitException failure)
        {
            throw Malformed(failure.Message.Replace(JsonPrefix, "", StringComparison.Ordinal));
        }

        var documents = SyntaxParser.Parse(text);
        if (documents is not [MappingNode mapping, ..])
        {
            return documents is [ScalarNode { Value: "" }, ..] or [] ? new(path, "", "", false, [])
                : throw Unmarshal(documents[0], "util.ChartYaml");
        }

        var fields = new Dictionary<string, SyntaxNode>();
        foreach (var (key, value) in mapping.Pairs)
        {
            fields[(key as ScalarNode)?.Value ?? ""] = value;
        }

        var isDeprecated = Text(fields, "deprecated", "bool") is { } deprecated && PlainTypes.IsTrue(deprecated);
        return new(path, Text(fields, "name", "string") ?? "", Text(fields, "version", "string") ?? "", isDeprecated, People(fields));
    }

    /// <summary>Its name, its version and its folder, as reports show them.</summary>
    public override string ToString() => $"{Name} => (version: {GoQuote.Format(Version)}, path: {GoQuote.Format(Path)})";

    private static string? Text(Dictionary<string, SyntaxNode> fields, string name, string type) =>
        fields.GetValueOrDefault(name) switch
        {
            null => null,
            ScalarNode scalar => scalar.IsPlain && PlainTypes.Of(scalar.Value) == PlainType.Null ? null : scalar.Value,
            var other => throw Unmarshal(other, type),
        };

    private static List<(string Name, string Email)> People(Dictionary<string, SyntaxNode> fields)
    {
        switch (fields.GetValueOrDefault("maintainers"))
        {
            case null or ScalarNode { IsPlain: true, Value: "" or "null" or "~" }:
                return [];
            case SequenceNode list:
                return [.. list.Items.Select(Person)];
            case var other:
                throw Unmarshal(other, "[]util.Maintainer");
        }
    }

    private static (string Name, string Email) Person(SyntaxNode node)
    {
        if (node is not MappingNode mapping)
        {
            throw Unmarshal(node, "util.Maintainer");
        }

        var fields = new Dictionary<string, SyntaxNode>();
        foreach (var (key, value) in mapping.Pairs)
        {
            fields[(key as ScalarNode)?.Value ?? ""] = value;
        }

        return (Text(fields, "name", "string") ?? "", Text(fields, "email", "string") ?? "");
    }

    private static SecretsKitException Unmarshal(SyntaxNode node, string type)
    {
        var what = node switch
        {
            ScalarNode scalar => $"!!str `{(scalar.Value.Length > 10 ? scalar.Value[..7] + "..." : scalar.Value)}`",
            SequenceNode => "!!seq",
            _ => "!!map",
        };
        return Malformed($"yaml: unmarshal errors:\n  line {node.Start.Line + 1}: cannot unmarshal {what} into {type}");
    }

    private static SecretsKitException Malformed(string problem) =>
        new(ErrorCode.MalformedDocument, $"could not unmarshal 'Chart.yaml': {problem:lines}");
}
