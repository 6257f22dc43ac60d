using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>document-start</c>: documents begin with three hyphens, or never do.</summary>
internal sealed class DocumentStartRule : LintRule
{
    /// <summary>The options of both rules.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("present", true)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (!Settings.IsOn("present"))
        {
            if (place.Is(YamlTokenType.DocumentStart))
            {
                Report(place.Token.Start, "found forbidden document start \"---\"");
            }

            return;
        }

        var beginsDocument = place.IsBehind(YamlTokenType.StreamStart, YamlTokenType.DocumentEnd, YamlTokenType.Directive)
            && place.Token.Type is not (YamlTokenType.DocumentStart or YamlTokenType.Directive or YamlTokenType.StreamEnd);
        if (beginsDocument)
        {
            Report(place.Token.Start.Line + 1, 1, "missing document start \"---\"");
        }
    }
}

/// <summary><c>document-end</c>: documents end with three dots, or never do.</summary>
internal sealed class DocumentEndRule : LintRule
{
    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (!Settings.IsOn("present"))
        {
            if (place.Is(YamlTokenType.DocumentEnd))
            {
                Report(place.Token.Start, "found forbidden document end \"...\"");
            }

            return;
        }

        var isEnded = place.IsBehind(YamlTokenType.DocumentEnd, YamlTokenType.StreamStart);
        if (place.Is(YamlTokenType.StreamEnd) && !isEnded)
        {
            // The stream ends behind the last line.
            Report(Math.Max(1, place.Token.Start.Line), 1, "missing document end \"...\"");
        }
        else if (place.Is(YamlTokenType.DocumentStart) && !isEnded && !place.IsBehind(YamlTokenType.Directive))
        {
            Report(place.Token.Start.Line + 1, 1, "missing document end \"...\"");
        }
    }
}
