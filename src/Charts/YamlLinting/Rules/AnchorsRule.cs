using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>anchors</c>: aliases without anchor, anchors that repeat, anchors without alias.</summary>
internal sealed class AnchorsRule : LintRule
{
    private readonly OrderedDictionary<string, (TextMark Mark, bool IsUsed)> _anchors = [];

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("forbid-undeclared-aliases", true), new("forbid-duplicated-anchors", false), new("forbid-unused-anchors", false)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        var (token, name) = (place.Token, place.Token.Value);
        switch (token.Type)
        {
            case YamlTokenType.StreamStart or YamlTokenType.DocumentStart or YamlTokenType.DocumentEnd or YamlTokenType.StreamEnd:
                ReportUnused();
                _anchors.Clear();
                break;
            case YamlTokenType.Alias when _anchors.TryGetValue(name, out var anchor):
                _anchors[name] = (anchor.Mark, true);
                break;
            case YamlTokenType.Alias when Settings.IsOn("forbid-undeclared-aliases"):
                Report(token.Start, $"found undeclared alias \"{name}\"");
                break;
            case YamlTokenType.Anchor:
                if (_anchors.ContainsKey(name) && Settings.IsOn("forbid-duplicated-anchors"))
                {
                    Report(token.Start, $"found duplicated anchor \"{name}\"");
                }

                _anchors[name] = (token.Start, false);
                break;
        }
    }

    private void ReportUnused()
    {
        foreach (var (name, anchor) in _anchors)
        {
            if (!anchor.IsUsed && Settings.IsOn("forbid-unused-anchors"))
            {
                Report(anchor.Mark, $"found unused anchor \"{name}\"");
            }
        }
    }
}
