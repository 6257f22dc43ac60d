using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>empty-values</c>: values that are implicitly null.</summary>
internal sealed class EmptyValuesRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("forbid-in-block-mappings", true), new("forbid-in-flow-mappings", true), new("forbid-in-block-sequences", true)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        var (option, where) = place.Token.Type switch
        {
            YamlTokenType.Value when place.IsBefore(YamlTokenType.Key, YamlTokenType.BlockEnd) =>
                ("forbid-in-block-mappings", "block mapping"),
            YamlTokenType.Value when place.IsBefore(YamlTokenType.FlowEntry, YamlTokenType.FlowMappingEnd) =>
                ("forbid-in-flow-mappings", "flow mapping"),
            YamlTokenType.BlockEntry when place.IsBefore(YamlTokenType.Key, YamlTokenType.BlockEnd, YamlTokenType.BlockEntry) =>
                ("forbid-in-block-sequences", "block sequence"),
            _ => ("", ""),
        };
        if (option.Length > 0 && Settings.IsOn(option))
        {
            Report(place.Token.End, "empty value in " + where);
        }
    }
}
