using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>line-length</c>: how long a line may be.</summary>
internal sealed class LineLengthRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("max", 80), new("allow-non-breakable-words", true), new("allow-non-breakable-inline-mappings", false)];

    /// <inheritdoc/>
    public override void Line(TextLine line)
    {
        var most = Settings.Number("max");
        var text = Content[line.Start..line.End];
        var length = text.Length <= most ? text.Length : text.EnumerateRunes().Count();
        if (length > most && !IsUnbreakable(text))
        {
            Report(line.Number, most + 1, $"line too long ({length} > {most} characters)");
        }
    }

    private bool IsUnbreakable(string text)
    {
        var inMappings = Settings.IsOn("allow-non-breakable-inline-mappings");
        if (!inMappings && !Settings.IsOn("allow-non-breakable-words"))
        {
            return false;
        }

        var word = text.TrimStart(' ');
        if (word.StartsWith('#'))
        {
            word = word.TrimStart('#');
            word = word.Length > 0 ? word[1..] : "";
        }
        else if (word.StartsWith("- ", StringComparison.Ordinal))
        {
            word = word[2..];
        }

        return (word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal)) || (inMappings && HasUnbreakableValue(text));
    }

    private static bool HasUnbreakableValue(string text)
    {
        var tokens = YamlScanner.Scan(text).Tokens;
        for (var at = 0; at + 1 < tokens.Count; at++)
        {
            if (tokens[at].Type == YamlTokenType.Value && tokens[at + 1].Type == YamlTokenType.Scalar)
            {
                return !text.AsSpan(tokens[at + 1].Start.Index).Contains(' ');
            }
        }

        return false;
    }
}

/// <summary><c>new-line-at-end-of-file</c>: the last line ends with a break.</summary>
internal sealed class NewLineAtEndOfFileRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [];

    /// <inheritdoc/>
    public override void Line(TextLine line)
    {
        if (line.End == Content.Length && line.End > line.Start)
        {
            Report(line.Number, Columns.Between(Content, line.Start, line.End) + 1, "no new line character at the end of file");
        }
    }
}

/// <summary><c>new-lines</c>: which break the lines have, by the first.</summary>
internal sealed class NewLinesRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("type", "unix", "unix", "dos", "platform")];

    /// <inheritdoc/>
    public override void Line(TextLine line)
    {
        var (expected, shown) = Settings.Word("type") == "dos" ? ("\r\n", @"\r\n") : ("\n", @"\n");
        if (line.Number == 1 && Content.Length > line.End && !Content.AsSpan(line.End).StartsWith(expected))
        {
            Report(1, Columns.Between(Content, line.Start, line.End) + 1, "wrong new line character: expected " + shown);
        }
    }
}

/// <summary><c>trailing-spaces</c>: no blanks at the end of a line.</summary>
internal sealed class TrailingSpacesRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [];

    /// <inheritdoc/>
    public override void Line(TextLine line)
    {
        var end = line.End;
        while (end > line.Start && Content[end - 1] is ' ' or '\t' or '\r' or '\v' or '\f')
        {
            end--;
        }

        if (end < line.End && Content[end] is ' ' or '\t')
        {
            Report(line.Number, Columns.Between(Content, line.Start, end) + 1, "trailing spaces");
        }
    }
}

/// <summary>Widths in characters.</summary>
internal static class Columns
{
    /// <summary>How many characters are between two offsets.</summary>
    public static int Between(string content, int start, int end)
    {
        var count = 0;
        foreach (var value in content.AsSpan(start, end - start))
        {
            count += char.IsLowSurrogate(value) ? 0 : 1;
        }

        return count;
    }
}
