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

    // Keys of a rule that has no groups.
    private static readonly string[] KeyNames =
        ["age", "pgp", "kms", "gcp_kms", "azure_keyvault", "hc_vault_transit_uri", "hckms"];

    private readonly List<ConfigFinding> _findings = [];

    /// <summary>Whether a field of a rule holds keys, without groups.</summary>
    public static bool IsKeyField(string name) => KeyNames.Contains(name);

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
                if (field.Name == "creation_rules")
                {
                    WithoutEffect(target.Children[i], string.Create(CultureInfo.InvariantCulture, $"{inside}[{i}]"));
                }

                Fields(target.Children[i], field.Fields(), string.Create(CultureInfo.InvariantCulture, $"{inside}[{i}]"), depth + 1);
            }
        }
    }

    // The reference reads past these, and somebody believes that a key is a recipient, or that two groups are needed.
    private void WithoutEffect(YamlNode node, string place)
    {
        if (Follow(node) is not { Kind: YamlKind.Mapping } rule)
        {
            return;
        }

        var groups = Value(rule, "key_groups") is { Kind: YamlKind.Sequence } list ? list.Children.Count : 0;
        for (var i = 0; i + 1 < rule.Children.Count; i += 2)
        {
            var (key, value) = (Follow(rule.Children[i])!, Follow(rule.Children[i + 1])!);
            var name = key.Kind == YamlKind.Scalar ? key.Value.RevealText() : "";
            if (groups > 0 && KeyNames.Contains(name) && !YamlDecoder.IsNull(value))
            {
                _findings.Add(new(ConfigFault.NoEffect, key.Line, key.Column, name, place)
                {
                    Reason = "key_groups stands beside it, and counts alone",
                });
            }
            else if (groups < 2 && name == "shamir_threshold" && value is { Kind: YamlKind.Scalar, Tag: YamlTags.Int }
                && value.Value.RevealText() is not ("0" or "1"))
            {
                _findings.Add(new(ConfigFault.NoEffect, key.Line, key.Column, name, place)
                {
                    Reason = "any key opens the file where there are fewer than two key_groups",
                });
            }
        }
    }

    private static YamlNode? Value(YamlNode map, string name)
    {
        for (var i = 0; i + 1 < map.Children.Count; i += 2)
        {
            if (Follow(map.Children[i]) is { Kind: YamlKind.Scalar } key && key.Value.RevealText() == name)
            {
                return Follow(map.Children[i + 1]);
            }
        }

        return null;
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
