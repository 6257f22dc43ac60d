using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>commas</c>: spaces around commas.</summary>
internal sealed class CommasRule : LintRule
{
    private const string TooManyBefore = "too many spaces before comma";

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("max-spaces-before", 0), new("min-spaces-after", 1), new("max-spaces-after", 1)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (!place.Is(YamlTokenType.FlowEntry))
        {
            return;
        }

        var start = place.Token.Start;
        var most = Settings.Number("max-spaces-before");
        if (most >= 0 && place.Previous is { } previous && previous.End.Line < start.Line)
        {
            Report(start.Line + 1, Math.Max(1, start.Column), TooManyBefore);
        }
        else if (Spacing.Fault(Spacing.Before(place, Content), -1, most, start) is var (_, column))
        {
            Report(start.Line + 1, column, TooManyBefore);
        }

        var after = Spacing.Fault(
            Spacing.After(place), Settings.Number("min-spaces-after"), Settings.Number("max-spaces-after"), place.Next?.Start ?? default);
        if (after is var (tooMany, end))
        {
            Report(start.Line + 1, end, $"too {(tooMany ? "many" : "few")} spaces after comma");
        }
    }
}
