using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>colons</c>: spaces around colons, and behind the question marks of keys.</summary>
internal sealed class ColonsRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("max-spaces-before", 0), new("max-spaces-after", 1)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        // An alias needs one space before its colon.
        if (place.Is(YamlTokenType.Value)
            && !(place.IsBehind(YamlTokenType.Alias) && place.Token.Start.Index - place.Previous!.End.Index == 1))
        {
            var before = Spacing.Fault(
                Spacing.Before(place, Content), -1, Settings.Number("max-spaces-before"), place.Token.Start);
            Check(place.Token.Start, before, "too many spaces before colon");
            After(place, "too many spaces after colon");
        }
        else if (ExplicitKeys.IsOne(place.Token, Content))
        {
            After(place, "too many spaces after question mark");
        }
    }

    private void After(in TokenPlace place, string message) =>
        Check(
            place.Token.Start,
            Spacing.Fault(Spacing.After(place), -1, Settings.Number("max-spaces-after"), place.Next?.Start ?? default),
            message);

    private void Check(TextMark at, (bool TooMany, int Column)? fault, string message)
    {
        if (fault is var (_, column))
        {
            Report(at.Line + 1, column, message);
        }
    }
}
