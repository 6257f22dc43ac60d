using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>
/// The fields of one map of a suite, by type. What is of another type is noted and reads as absent, so that all of it is reported at once;
/// fields that no one asked for are noted if that is wanted.
/// </summary>
internal sealed class SuiteFields
{
    private const int ShownText = 10;

    private readonly SuiteProblems _problems;
    private readonly string _type;
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);
    private readonly List<(string Name, int Line)> _order = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>The fields of a map; none of null.</summary>
    /// <param name="node">The map.</param>
    /// <param name="type">What it is called in messages.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public SuiteFields(YamlNode? node, string type, SuiteProblems problems)
    {
        (_type, _problems) = (type, problems);
        node = Resolved(node);
        if (node is null or { Kind: YamlKind.Scalar, Tag: YamlTags.Null })
        {
            return;
        }

        if (node.Kind != YamlKind.Mapping)
        {
            Mismatch(node, type);
            return;
        }

        for (var at = 0; at + 1 < node.Children.Count; at += 2)
        {
            var name = node.Children[at].Value.RevealText();
            if (!_fields.TryAdd(name, node.Children[at + 1]))
            {
                problems.Add(node.Children[at].Line, $"mapping key {Quote(name)} already defined");
            }

            _order.Add((name, node.Children[at].Line));
        }
    }

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _order.Select(one => one.Name);

    /// <summary>Whether there is a field of this name, if only null.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The line of a field.</summary>
    public int LineOf(string name) => _order.Find(one => one.Name == name).Line;

    /// <summary>A field as it is; null where it is absent or null.</summary>
    public YamlNode? Node(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out var node) && Resolved(node) is { } value && !IsNull(value) ? value : null;
    }

    /// <summary>The fields of a map below.</summary>
    public SuiteFields Inner(string name, string? type = null) => new(Node(name), type ?? name, _problems);

    /// <summary>A value of any type; nil where it is absent.</summary>
    public Value Any(string name) => Node(name) is { } node ? PlainYaml.ValueOf(node) : Value.Nil;

    /// <summary>A text, also of another scalar; null where it is absent.</summary>
    public string? Text(string name) => Node(name) is { } node ? TextOf(node) : null;

    /// <summary>Whether a switch is on. Default no.</summary>
    public bool IsOn(string name)
    {
        if (Node(name) is not { } node)
        {
            return false;
        }

        if (node.Kind == YamlKind.Scalar && PlainYaml.ValueOf(node) is { Kind: GoKind.Bool } value)
        {
            return value.Boolean;
        }

        Mismatch(node, "bool");
        return false;
    }

    /// <summary>A whole number; null where it is absent.</summary>
    public int? Count(string name)
    {
        if (Node(name) is not { } node)
        {
            return null;
        }

        if (node.Kind == YamlKind.Scalar && PlainYaml.ValueOf(node) is { Kind: GoKind.Int } value
            && value.Bits is >= int.MinValue and <= int.MaxValue)
        {
            return (int)value.Bits;
        }

        Mismatch(node, "int");
        return null;
    }

    /// <summary>Texts; none where it is absent.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name, "[]string").Select(TextOf).OfType<string>()];

    /// <summary>The items of a list; none where it is absent.</summary>
    public IReadOnlyList<YamlNode> Items(string name, string type)
    {
        if (Node(name) is not { } node)
        {
            return [];
        }

        if (node.Kind != YamlKind.Sequence)
        {
            Mismatch(node, type);
            return [];
        }

        return [.. node.Children.Select(child => Resolved(child)!)];
    }

    /// <summary>The entries of a map with values of any type.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Entries(string name)
    {
        if (Node(name) is not { } node)
        {
            return [];
        }

        if (node.Kind != YamlKind.Mapping)
        {
            Mismatch(node, "map[string]interface {}");
            return [];
        }

        var entries = new List<KeyValuePair<string, Value>>();
        for (var at = 0; at + 1 < node.Children.Count; at += 2)
        {
            entries.Add(new(node.Children[at].Value.RevealText(), PlainYaml.ValueOf(node.Children[at + 1])));
        }

        return entries;
    }

    /// <summary>Notes the fields that no one asked for, if that is wanted.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, line) in _order)
        {
            if (!_asked.Contains(name))
            {
                _problems.AddUnknown(line, $"field {name} not found in type {_type}");
            }
        }
    }

    private string? TextOf(YamlNode node)
    {
        if (node.Kind == YamlKind.Scalar)
        {
            return node.Value.RevealText();
        }

        Mismatch(node, "string");
        return null;
    }

    private void Mismatch(YamlNode node, string type)
    {
        var shown = node.Kind switch
        {
            YamlKind.Mapping => YamlTags.Map,
            YamlKind.Sequence => YamlTags.Seq,
            _ => $"{node.Tag} `{Shortened(node.Value.RevealText())}`",
        };
        _problems.Add(node.Line, $"cannot unmarshal {shown} into {type}");
    }

    private static YamlNode? Resolved(YamlNode? node) => node is { Kind: YamlKind.Alias } ? node.Target : node;

    private static bool IsNull(YamlNode node) => node is { Kind: YamlKind.Scalar, Tag: YamlTags.Null };

    private static string Shortened(string text) => text.Length > ShownText ? text[..(ShownText - 3)] + "..." : text;

    private static string Quote(string text) => Core.Text.GoQuote.Format(text);
}
