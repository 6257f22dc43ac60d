using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking;

/// <summary>What <c>check --explain</c> says of a rule.</summary>
internal static class RuleExplanation
{
    private const int Width = 78;

    /// <summary>Writes it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="print">Takes a line.</param>
    public static void Write(CheckRule rule, Action<string> print)
    {
        print($"{rule.Id}{(rule.Alias is { } alias ? $" ({alias})" : "")}: {rule.Title}");
        Part(print, "Level", HumanReport.Word(rule.Level) + rule.Level switch
        {
            CheckLevel.Error => ": fails every run but one with --fail-on never",
            CheckLevel.Warning => ": fails a run unless --fail-on error or never is given",
            _ => ": fails a run with --fail-on note alone",
        });
        Part(print, "What to do", rule.NextStep);
        Part(
            print,
            "To accept it",
            rule.IsFirm
                ? $"--skip {rule.Id} alone: neither comments nor .secretskit-allow accept it, which a change could bring along"
                : $"'secretskit:allow {rule.Id} REASON' in a comment on the line or the line before, a line '{rule.Id} PATH' in "
                    + $".secretskit-allow, or --skip {rule.Id}");
    }

    private static void Part(Action<string> print, string title, string text)
    {
        print("");
        print(title + ":");
        foreach (var line in VerbHelp.Wrap(text, Width - 2))
        {
            print("  " + line);
        }
    }
}
