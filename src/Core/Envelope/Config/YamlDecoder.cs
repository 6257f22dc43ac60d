using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>
/// Decodes YAML nodes into typed values as go-yaml does: aliases and merge keys are followed, null is nothing, and what does not fit is
/// collected with its line, so that all findings are reported together.
/// </summary>
internal sealed class YamlDecoder
{
    // A rule file that expands to more is an attack on the reader, not a configuration.
    private const int MostNodes = 100_000;
    private const int MostDepth = 100;
    private const int QuotedLength = 10;

    private readonly List<string> _findings = [];
    private int _nodes;

    /// <summary>The fields of a mapping by name; explicit ones before merged ones.</summary>
    public Dictionary<string, YamlNode> Fields(YamlNode? node, string type, int depth = 0)
    {
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        var target = Follow(node);
        if (target is null || IsNull(target))
        {
            return fields;
        }

        if (target.Kind != YamlKind.Mapping)
        {
            FindWrongKind(target, type);
            return fields;
        }

        YamlNode? merge = null;
        for (var i = 0; i + 1 < target.Children.Count; i += 2)
        {
            var key = Follow(target.Children[i])!;
            if (key.Kind == YamlKind.Scalar && key.Tag == YamlTags.Merge)
            {
                merge = target.Children[i + 1];
            }
            else if (key.Kind == YamlKind.Scalar && !fields.TryAdd(key.Value.RevealText(), target.Children[i + 1]))
            {
                _findings.Add(string.Create(
                    CultureInfo.InvariantCulture, $"line {key.Line}: mapping key \"{key.Value.RevealText()}\" already defined"));
            }
        }

        foreach (var (name, value) in Merged(merge, type, depth))
        {
            fields.TryAdd(name, value);
        }

        return fields;
    }

    public string Text(YamlNode? node)
    {
        var target = Follow(node);
        if (target is null || IsNull(target))
        {
            return "";
        }

        if (target.Kind == YamlKind.Scalar)
        {
            return target.Value.RevealText();
        }

        FindWrongKind(target, "string");
        return "";
    }

    public int Int(YamlNode? node, int otherwise)
    {
        var target = Follow(node);
        if (target is null || IsNull(target))
        {
            return otherwise;
        }

        if (target.Kind == YamlKind.Scalar && target.Tag is YamlTags.Int or YamlTags.Float)
        {
            var scalar = YamlResolver.Resolve(target.Value.Span);
            switch (scalar.Type)
            {
                case YamlScalarType.Int when scalar.Int is >= int.MinValue and <= int.MaxValue:
                    return (int)scalar.Int;
                case YamlScalarType.Float when scalar.Float is >= int.MinValue and <= int.MaxValue:
                    return (int)scalar.Float;
            }
        }

        FindWrongKind(target, "int");
        return otherwise;
    }

    public bool Bool(YamlNode? node)
    {
        var target = Follow(node);
        if (target is null || IsNull(target))
        {
            return false;
        }

        // Typed truth values also take the words of YAML 1.1.
        switch (target.Kind == YamlKind.Scalar ? target.Value.RevealText() : null)
        {
            case "true" or "True" or "TRUE" when target.Tag == YamlTags.Bool:
            case "y" or "Y" or "yes" or "on":
                return true;
            case "false" or "False" or "FALSE" when target.Tag == YamlTags.Bool:
            case "n" or "N" or "no" or "off":
                return false;
        }

        FindWrongKind(target, "bool");
        return false;
    }

    /// <summary>A list, or <see langword="null"/> where there is none.</summary>
    public List<T>? Items<T>(YamlNode? node, string type, Func<YamlNode, T> read)
    {
        var target = Follow(node);
        if (target is null || IsNull(target))
        {
            return null;
        }

        if (target.Kind == YamlKind.Sequence)
        {
            return target.Children.ConvertAll(item => read(item));
        }

        FindWrongKind(target, "[]" + type);
        return null;
    }

    /// <summary>A map of texts.</summary>
    public List<KeyValuePair<string, string>> Texts(YamlNode? node) =>
        [.. Fields(node, "map[string]*string").Select(field => KeyValuePair.Create(field.Key, Text(field.Value)))];

    /// <summary>The node behind aliases.</summary>
    public YamlNode? Follow(YamlNode? node)
    {
        if (++_nodes > MostNodes)
        {
            throw new SecretsKitException(
                ErrorCode.LimitExceeded,
                "error loading config: Could not unmarshal config file: yaml: document contains excessive aliasing");
        }

        return node?.Kind == YamlKind.Alias ? node.Target : node;
    }

    /// <param name="describe">The findings in plain words; empty where it has none.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: something did not fit.</exception>
    public void ThrowFindings(Func<string> describe)
    {
        if (_findings.Count > 0)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedConfig,
                "error loading config: Could not unmarshal config file: yaml: unmarshal errors:\n  " +
                $"{string.Join("\n  ", _findings.Select(DisplayText.Field)):lines}")
            {
                Problem = describe() is { Length: > 0 } words
                    ? words
                    : DisplayText.Message($"{string.Join("; ", _findings)}"),
            };
        }
    }

    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedConfig"/>: the nesting is too deep, or endless.</exception>
    public static void CheckDepth(int depth)
    {
        if (depth > MostDepth)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedConfig, "error loading config: Could not unmarshal config file: yaml: anchor value contains itself");
        }
    }

    public static bool IsNull(YamlNode node) => node is { Kind: YamlKind.Scalar, Tag: YamlTags.Null };

    private IEnumerable<KeyValuePair<string, YamlNode>> Merged(YamlNode? merge, string type, int depth)
    {
        CheckDepth(depth);
        return Follow(merge) switch
        {
            null => [],
            { Kind: YamlKind.Mapping } map => Fields(map, type, depth + 1),
            { Kind: YamlKind.Sequence } list => list.Children.SelectMany(item => Fields(item, type, depth + 1)),
            _ => throw new SecretsKitException(
                ErrorCode.MalformedConfig,
                "error loading config: Could not unmarshal config file: yaml: map merge requires map or sequence of maps as the value"),
        };
    }

    private void FindWrongKind(YamlNode node, string type)
    {
        var value = node.Value.RevealText();
        var shown = node.Kind switch
        {
            YamlKind.Mapping => YamlTags.Map,
            YamlKind.Sequence => YamlTags.Seq,
            _ => $"{node.Tag} `{(value.Length > QuotedLength ? value[..(QuotedLength - 3)] + "..." : value)}`",
        };
        _findings.Add(string.Create(CultureInfo.InvariantCulture, $"line {node.Line}: cannot unmarshal {shown} into {type}"));
    }
}
