using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Reporting;

/// <summary>Findings as lines: the place as editors and terminals open it, and for each rule once what to do.</summary>
internal static class HumanReport
{
    private const string HintIndent = "    ";

    /// <summary>Prints the findings.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="findings">In order.</param>
    /// <param name="place">The path of a finding as one would type it here.</param>
    public static void Write(TerminalOutput terminal, IReadOnlyList<Finding> findings, Func<Finding, string> place)
    {
        var explained = new HashSet<string>();
        foreach (var finding in findings)
        {
            var path = place(finding);
            var text = $"{path}{Position(finding)}: {Word(finding.Level)}: {finding.Message} [{finding.Rule.Id}]";
            foreach (var row in VerbHelp.Rows(terminal.OutputFeatures, text, 0, HintIndent.Length))
            {
                terminal.Print(row, Style(finding.Level));
            }

            if (explained.Add(finding.Rule.NextStep))
            {
                foreach (var line in HintLines(terminal.OutputFeatures, "hint: " + finding.Rule.NextStepFor(path)))
                {
                    terminal.Print(HintIndent + line, TextStyle.Quiet);
                }
            }
        }
    }

    // Readers of a pipe look for one line.
    private static IEnumerable<string> HintLines(TerminalFeatures features, string hint) =>
        features.IsTerminal ? VerbHelp.Wrap(hint, Math.Max(40, features.Width - HintIndent.Length)) : [hint];

    /// <summary>The line at the end.</summary>
    public static string Summary(CheckSummary summary, IReadOnlyList<Finding> findings)
    {
        var parts = new List<string> { $"checked {Count(summary.Files, "file")}, " +
            $"{summary.Encrypted.ToString(CultureInfo.InvariantCulture)} encrypted" };
        if (summary.Verified is { } verified)
        {
            parts.Add($"{verified.ToString(CultureInfo.InvariantCulture)} verified");
        }

        foreach (var (signer, count) in summary.Signers)
        {
            parts.Add($"{count.ToString(CultureInfo.InvariantCulture)} signed by {signer}");
        }

        if (summary.TooLarge > 0)
        {
            parts.Add($"{summary.TooLarge.ToString(CultureInfo.InvariantCulture)} too large to read");
        }

        var allowed = summary.Allowed > 0 ? $" ({summary.Allowed.ToString(CultureInfo.InvariantCulture)} allowed)" : "";
        return $"{string.Join(", ", parts)}: {Count(CheckSummary.Count(findings, CheckLevel.Error), "error")}, "
            + $"{Count(CheckSummary.Count(findings, CheckLevel.Warning), "warning")}, " +
                $"{Count(CheckSummary.Count(findings, CheckLevel.Note), "note")}{allowed}";
    }

    /// <summary>The word of a level, in all forms of reports.</summary>
    public static string Word(CheckLevel level) => level switch
    {
        CheckLevel.Error => "error",
        CheckLevel.Warning => "warning",
        _ => "note",
    };

    private static string Position(Finding finding) => (finding.Line, finding.Column) switch
    {
        (0, _) => "",
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $":{finding.Line}"),
        _ => string.Create(CultureInfo.InvariantCulture, $":{finding.Line}:{finding.Column}"),
    };

    private static TextStyle Style(CheckLevel level) => level switch
    {
        CheckLevel.Error => TextStyle.Bad,
        CheckLevel.Warning => TextStyle.Warning,
        _ => TextStyle.Plain,
    };

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
