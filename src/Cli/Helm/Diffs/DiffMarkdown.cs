using System.Text;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>Changes as a comment on a pull request: a summary, and a block for each object that opens on a click.</summary>
internal static class DiffMarkdown
{
    // What ends a block: longer than any run of backticks that is in it.
    private const string Fence = "```";

    /// <summary>The comment.</summary>
    public static string Of(IReadOnlyList<TitledChange> changes, string summary)
    {
        var text = new StringBuilder(changes.Count == 0 ? "No changes.\n" : $"**{summary}**\n");
        foreach (var change in changes)
        {
            text.Append($"\n<details><summary>{DiffPage.Escaped(change.Title)}</summary>\n\n");
            foreach (var cause in change.Causes)
            {
                text.Append($"- {DiffPage.Escaped(cause)}\n");
            }

            text.Append(change.Causes.Count > 0 ? "\n" : "");
            if (change.Lines.Count > 0)
            {
                var fence = Fence;
                while (change.Lines.Any(line => line?.Text.Contains(fence, StringComparison.Ordinal) == true))
                {
                    fence += "`";
                }

                text.Append($"{fence}diff\n");
                foreach (var line in change.Lines)
                {
                    text.Append(line switch
                    {
                        null => "@@ ... @@",
                        { Origin: LineOrigin.Old } old => "- " + old.Text,
                        { Origin: LineOrigin.New } added => "+ " + added.Text,
                        { } common => "  " + common.Text,
                    }).Append('\n');
                }

                text.Append($"{fence}\n\n");
            }

            text.Append("</details>\n");
        }

        return text.ToString();
    }
}
