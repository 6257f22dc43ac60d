using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>braces</c> and <c>brackets</c>: spaces inside of them, and whether there may be any.</summary>
internal sealed class FlowCollectionRule(YamlTokenType open, YamlTokenType close, string signs, string collection) : LintRule
{
    /// <summary>The options of both.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
    [
        new("forbid", false, true, false, "non-empty"),
        new("min-spaces-inside", 0),
        new("max-spaces-inside", 0),
        new("min-spaces-inside-empty", -1),
        new("max-spaces-inside-empty", -1),
    ];

    /// <summary>The rule for mappings.</summary>
    public static LintRule Braces() =>
        new FlowCollectionRule(YamlTokenType.FlowMappingStart, YamlTokenType.FlowMappingEnd, "braces", "flow mapping");

    /// <summary>The rule for sequences.</summary>
    public static LintRule Brackets() =>
        new FlowCollectionRule(YamlTokenType.FlowSequenceStart, YamlTokenType.FlowSequenceEnd, "brackets", "flow sequence");

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        var isEmpty = place.Is(open) && place.IsBefore(close);
        if (place.Is(open) && (Settings.IsOn("forbid") || (!isEmpty && Settings.Word("forbid") == "non-empty")))
        {
            Report(place.Token.End, "forbidden " + collection);
        }
        else if (isEmpty)
        {
            Check(Spacing.After(place), place.Next!.Start, Bound("min-spaces-inside"), Bound("max-spaces-inside"), "empty " + signs);
        }
        else if (place.Is(open))
        {
            Check(Spacing.After(place), place.Next?.Start ?? default, Settings.Number("min-spaces-inside"), Most, signs);
        }
        else if (place.Is(close) && !place.IsBehind(open))
        {
            Check(Spacing.Before(place, Content), place.Token.Start, Settings.Number("min-spaces-inside"), Most, signs);
        }
    }

    private int Most => Settings.Number("max-spaces-inside");

    private int Bound(string name) => Settings.Number(name + "-empty") is var own and >= 0 ? own : Settings.Number(name);

    private void Check(int? spaces, TextMark end, int least, int most, string what)
    {
        if (Spacing.Fault(spaces, least, most, end) is var (tooMany, column))
        {
            Report(end.Line + 1, column, $"too {(tooMany ? "many" : "few")} spaces inside {what}");
        }
    }
}
