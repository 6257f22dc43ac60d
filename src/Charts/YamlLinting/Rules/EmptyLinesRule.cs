using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>empty-lines</c>: how many may follow each other, at the start, inside and at the end.</summary>
internal sealed class EmptyLinesRule : LintRule
{
    private int _empty;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("max", 2), new("max-start", 0), new("max-end", 0)];

    /// <inheritdoc/>
    public override void Line(TextLine line)
    {
        if (line.Start != line.End || line.End >= Content.Length)
        {
            _empty = 0;
            return;
        }

        _empty++;
        var next = line.End + BreakAt(line.End);
        if (BreakAt(next) > 0)
        {
            // The last of them is reported.
            return;
        }

        var most = Settings.Number(line.Number == _empty ? "max-start" : "max");
        if (next == Content.Length)
        {
            // A text of nothing but one line break is an empty file.
            most = line.End == 0 ? int.MaxValue : Settings.Number("max-end");
        }

        if (_empty > most)
        {
            Report(line.Number, 1, $"too many blank lines ({_empty} > {most})");
        }
    }

    private int BreakAt(int index) =>
        index >= Content.Length ? 0 : Content[index] == '\n' ? 1 : Content.AsSpan(index).StartsWith("\r\n") ? 2 : 0;
}
