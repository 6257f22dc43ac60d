using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>hyphens</c>: spaces behind the hyphens of sequences.</summary>
internal sealed class HyphensRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("max-spaces-after", 1)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (place.Is(YamlTokenType.BlockEntry)
            && Spacing.Fault(Spacing.After(place), -1, Settings.Number("max-spaces-after"), place.Next?.Start ?? default)
                is var (_, column))
        {
            Report(place.Token.Start.Line + 1, column, "too many spaces after hyphen");
        }
    }
}
