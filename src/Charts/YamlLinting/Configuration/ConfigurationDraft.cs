using System.Globalization;
using SecretsKit.Charts.YamlText;
using SecretsKit.Charts.YamlText.Parsing;
using SecretsKit.Charts.YamlText.Values;

namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>A configuration before its options are checked, with all that it extends.</summary>
internal sealed class ConfigurationDraft
{
    // Files that extend each other in a circle end here.
    private const int MaxExtensions = 16;

    /// <summary>The options of each rule by name; null where it is switched off.</summary>
    public OrderedDictionary<string, Dictionary<string, object>?> Rules { get; } = [];

    /// <summary>Files that no rule judges, or null.</summary>
    public IgnoredPaths? Ignored { get; private set; }

    /// <summary>Reads one.</summary>
    public static ConfigurationDraft Read(string text, Func<string, string?> readFile, int depth)
    {
        if (depth > MaxExtensions)
        {
            throw new YamlLintConfigurationException($"more than {MaxExtensions} files extend each other");
        }

        var fields = Fields(text);
        var draft = fields.GetValueOrDefault("extends") is ScalarNode { Value: var name }
            ? Read(
                Presets.Find(name) ?? readFile(name) ?? throw new YamlLintConfigurationException($"file not found: {name}"),
                readFile,
                depth + 1)
            : new();
        draft.Extend(fields, readFile);
        return draft;
    }

    /// <summary>Patterns of files from a text of lines or a list.</summary>
    public static IgnoredPaths Patterns(object value) => value switch
    {
        string lines => new(lines.Split('\n')),
        List<string> lines => new(lines),
        _ => throw new YamlLintConfigurationException("ignore should contain file patterns"),
    };

    private static Dictionary<string, SyntaxNode> Fields(string text)
    {
        try
        {
            return SyntaxParser.Parse(text) is [MappingNode mapping] ? Fields(mapping)
                : throw new YamlLintConfigurationException("not a dict");
        }
        catch (YamlSyntaxException failure)
        {
            throw new YamlLintConfigurationException(failure.Report(text));
        }
    }

    private static Dictionary<string, SyntaxNode> Fields(MappingNode mapping)
    {
        var fields = new Dictionary<string, SyntaxNode>();
        foreach (var (key, value) in mapping.Pairs)
        {
            fields[key is ScalarNode scalar ? scalar.Value : throw new YamlLintConfigurationException("a key is no text")] = value;
        }

        return fields;
    }

    private void Extend(Dictionary<string, SyntaxNode> fields, Func<string, string?> readFile)
    {
        if (fields.GetValueOrDefault("rules") is MappingNode rules)
        {
            foreach (var (name, node) in Fields(rules))
            {
                Merge(name, Options(name, node));
            }
        }

        if (fields.TryGetValue("ignore", out var ignored))
        {
            Ignored = Patterns(Value(ignored));
        }
        else if (fields.TryGetValue("ignore-from-file", out var files))
        {
            var names = Value(files) is List<string> several ? several : [Value(files).ToString()!];
            Ignored = new(names.SelectMany(
                name => (readFile(name) ?? throw new YamlLintConfigurationException($"file not found: {name}")).Split('\n')));
        }
    }

    // What is said of a rule lies over what the extended file says of it, unless that switched it off.
    private void Merge(string name, Dictionary<string, object>? options)
    {
        if (options is null || Rules.GetValueOrDefault(name) is not { } before)
        {
            Rules[name] = options;
            return;
        }

        foreach (var (key, value) in options)
        {
            before[key] = value;
        }
    }

    private static Dictionary<string, object>? Options(string name, SyntaxNode node) => node switch
    {
        ScalarNode { Value: "enable" } => [],
        ScalarNode { Value: "disable" } => null,
        MappingNode mapping => Fields(mapping).ToDictionary(field => field.Key, field => Value(field.Value)),
        _ => throw new YamlLintConfigurationException($"rule \"{name}\": should be either \"enable\", \"disable\" or a dict"),
    };

    private static object Value(SyntaxNode node) => node switch
    {
        SequenceNode sequence => sequence.Items.Select(item => Value(item) as string ?? "").ToList(),
        ScalarNode { IsPlain: true } scalar => Plain(scalar.Value),
        ScalarNode scalar => scalar.Value,
        _ => throw new YamlLintConfigurationException("an option is neither a value nor a list of values"),
    };

    private static object Plain(string text) => PlainTypes.Of(text) switch
    {
        PlainType.Boolean => PlainTypes.IsTrue(text),
        PlainType.Integer when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
