using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Finds a rule and its fields again, for messages.</summary>
internal static class RulePlaces
{
    /// <summary>The line of a rule, and the fields in it that are empty lists of keys.</summary>
    /// <param name="config">Where the rule stands.</param>
    /// <param name="number">From 0; another number is no rule.</param>
    public static (int Line, IReadOnlyList<string> EmptyFields) Of(SopsConfig config, int number)
    {
        if (Rule(config, number) is not { } rule)
        {
            return (0, []);
        }

        var names = new List<string>();
        var line = rule.Line;
        for (var i = 0; rule.Kind == YamlKind.Mapping && i + 1 < rule.Children.Count; i += 2)
        {
            var (key, value) = (Follow(rule.Children[i]), Follow(rule.Children[i + 1]));
            if (key.Kind == YamlKind.Scalar && ConfigFieldCheck.IsKeyField(key.Value.RevealText()) && HoldsNothing(value))
            {
                line = names.Count == 0 ? key.Line : line;
                names.Add(key.Value.RevealText());
            }
        }

        return (line, names);
    }

    /// <summary>The line of a field of a rule, or of the rule where it has no such field; 0 for another number.</summary>
    /// <param name="config">Where the rule stands.</param>
    /// <param name="number">From 0.</param>
    /// <param name="field">The field's name.</param>
    public static int LineOf(SopsConfig config, int number, string field)
    {
        if (Rule(config, number) is not { } rule)
        {
            return 0;
        }

        for (var i = 0; rule.Kind == YamlKind.Mapping && i + 1 < rule.Children.Count; i += 2)
        {
            if (Follow(rule.Children[i]) is { Kind: YamlKind.Scalar } key && key.Value.RevealText() == field)
            {
                return key.Line;
            }
        }

        return rule.Line;
    }

    private static YamlNode? Rule(SopsConfig config, int number) =>
        Value(config.Source, "creation_rules") is { Kind: YamlKind.Sequence } rules && number >= 0 && number < rules.Children.Count
            ? Follow(rules.Children[number])
            : null;

    private static bool HoldsNothing(YamlNode value) => value.Kind == YamlKind.Scalar
        ? YamlDecoder.IsNull(value) || string.IsNullOrWhiteSpace(value.Value.RevealText())
        : value.Children.TrueForAll(child => HoldsNothing(Follow(child)));

    private static YamlNode? Value(YamlNode? map, string name)
    {
        for (var i = 0; map is { Kind: YamlKind.Mapping } && i + 1 < map.Children.Count; i += 2)
        {
            if (Follow(map.Children[i]) is { Kind: YamlKind.Scalar } key && key.Value.RevealText() == name)
            {
                return Follow(map.Children[i + 1]);
            }
        }

        return null;
    }

    private static YamlNode Follow(YamlNode node) => node.Kind == YamlKind.Alias ? node.Target ?? node : node;
}
