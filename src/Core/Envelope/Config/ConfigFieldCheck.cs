using System.Globalization;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>
/// Compares a <c>.sops.yaml</c> with the list of fields. The reference reads past what it does not know, and a rule whose
/// <c>path_regex</c> is misspelt matches every file. What defines an anchor is no mistake: lists of recipients are kept so.
/// </summary>
internal sealed class ConfigFieldCheck
{
    private const int MostDepth = 20;
    private const int MostFindings = 100;

    private readonly List<ConfigFinding> _findings = [];

    public static IReadOnlyList<ConfigFinding> Of(YamlNode? root)
    {
        var check = new ConfigFieldCheck();
        check.Fields(root, ConfigFields.Root, "", 0);
        return check._findings;
    }

    private void Fields(YamlNode? node, IReadOnlyList<ConfigField> fields, string place, int depth)
    {
        if (Follow(node) is not { Kind: YamlKind.Mapping } map || depth > MostDepth)
        {
            return;
        }

        for (var i = 0; i + 1 < map.Children.Count && _findings.Count < MostFindings; i += 2)
        {
            var (key, value) = (Follow(map.Children[i])!, map.Children[i + 1]);
            if (key.Kind != YamlKind.Scalar || key.Tag == YamlTags.Merge)
            {
                continue;
            }

            var name = key.Value.RevealText();
            if (fields.FirstOrDefault(field => field.Name == name) is { } known)
            {
                Value(key, value, known, place, depth);
            }
            else if (!IsForOthers(name, value))
            {
                _findings.Add(new(ConfigFault.Unknown, key.Line, key.Column, name, place)
                {
                    Near = Near(name, fields),
                    Belongs = Belongs(name),
                });
            }
        }
    }

    private void Value(YamlNode key, YamlNode value, ConfigField field, string place, int depth)
    {
        if (Follow(value) is not { } target || YamlDecoder.IsNull(target))
        {
            return;
        }

        if (!Fits(target, field.Kind))
        {
            _findings.Add(new(ConfigFault.WrongKind, key.Line, key.Column, field.Name, place) { Wanted = field.KindText });
            return;
        }

        var inside = place.Length > 0 ? $"{place}.{field.Name}" : field.Name;
        if (field.Kind == ConfigFieldKind.Map)
        {
            Fields(target, field.Fields(), inside, depth + 1);
        }
        else if (field.Kind == ConfigFieldKind.MapList)
        {
            for (var i = 0; i < target.Children.Count; i++)
            {
                Fields(target.Children[i], field.Fields(), string.Create(CultureInfo.InvariantCulture, $"{inside}[{i}]"), depth + 1);
            }
        }
    }

    private static bool Fits(YamlNode node, ConfigFieldKind kind) => kind switch
    {
        ConfigFieldKind.Text => node.Kind == YamlKind.Scalar,
        ConfigFieldKind.Number => node is { Kind: YamlKind.Scalar, Tag: YamlTags.Int },
        ConfigFieldKind.Truth => node.Kind == YamlKind.Scalar && (node.Tag == YamlTags.Bool
            || node.Value.RevealText() is "y" or "Y" or "yes" or "on" or "n" or "N" or "no" or "off"),
        ConfigFieldKind.TextOrList => IsText(node) || (node.Kind == YamlKind.Sequence && node.Children.TrueForAll(IsText)),
        ConfigFieldKind.TextList => node.Kind == YamlKind.Sequence && node.Children.TrueForAll(IsText),
        ConfigFieldKind.TextMap or ConfigFieldKind.Map => node.Kind == YamlKind.Mapping,
        _ => node.Kind == YamlKind.Sequence && node.Children.TrueForAll(static item => Follow(item)?.Kind == YamlKind.Mapping),
    };

    private static bool IsText(YamlNode node) => Follow(node) is
    {
        Kind: YamlKind.Scalar,
        Tag: not (YamlTags.Int or YamlTags.Float or YamlTags.Bool or YamlTags.Timestamp or YamlTags.Null),
    };

    private static bool IsForOthers(string name, YamlNode value) =>
        name.StartsWith("x-", StringComparison.Ordinal) || HoldsAnchor(value, 0);

    private static bool HoldsAnchor(YamlNode node, int depth) =>
        node.Anchor is not null || (depth < MostDepth && node.Children.Exists(child => HoldsAnchor(child, depth + 1)));

    private static string? Near(string name, IReadOnlyList<ConfigField> fields)
    {
        var limit = Math.Max(1, name.Length / 3);
        return fields.Select(field => (field.Name, Edits: EditDistance.Of(name, field.Name)))
            .Where(field => field.Edits <= limit)
            .OrderBy(field => field.Edits)
            .Select(field => field.Name)
            .FirstOrDefault();
    }

    private static string? Belongs(string name) =>
        ConfigFields.CreationRule.Any(field => field.Name == name) ? "a rule under creation_rules"
        : ConfigFields.KeyGroup.Any(field => field.Name == name) ? "a group under key_groups"
        : ConfigFields.DestinationRule.Any(field => field.Name == name) ? "a rule under destination_rules"
        : ConfigFields.Root.Any(field => field.Name == name) ? "the top of the file"
        : null;

    private static YamlNode? Follow(YamlNode? node) => node?.Kind == YamlKind.Alias ? node.Target : node;
}
