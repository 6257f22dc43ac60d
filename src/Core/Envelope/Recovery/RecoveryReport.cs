using System.Text;
using SecretsKit.Core.Display;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>The text that the reference tool prints when a data key could not be recovered. Without colours.</summary>
public static class RecoveryReport
{
    // The reference's columns: those of the closing sentences, and what causes are narrower by.
    private const int WidthOfReference = 75;
    private const int CauseMargin = 15;

    /// <summary>
    /// Renders the report: every group, in failed groups every key with its causes, then what would have been needed. No final line break.
    /// </summary>
    /// <param name="failure">What was tried.</param>
    /// <param name="width">Columns, at least 30; the default, also the most, is the reference's 75.</param>
    public static string Render(DataKeyUnrecoverableException failure, int width = WidthOfReference)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2 * CauseMargin);
        width = Math.Min(width, WidthOfReference);
        var groups = failure.Groups.Select((group, index) => RenderGroup(group, index, width - CauseMargin));
        return "Failed to get the data key required to decrypt the SOPS " +
            $"file.\n\n{string.Join("\n\n", groups)}\n\n{WordWrap.Wrap(Trailer(failure), width)}";
    }

    private static string Trailer(DataKeyUnrecoverableException failure) => failure.Required == 0
        ? "Recovery failed because no master key was able to decrypt the file. In order for SOPS to recover the file, at least one key " +
            "has to be successful, but none were."
        : $"Recovery failed because the file was encrypted with a Shamir threshold of {failure.Required}, but only {failure.Recovered} " +
            "part(s) were "
            + "successfully recovered, one for each successful key group. In order for SOPS to recover the file, at least " +
                $"{failure.Required} groups "
            + "have to be successful. In order for a group to be successful, decryption has to succeed with any of the keys in that key " +
                "group.";

    private static string RenderGroup(GroupAttempts group, int index, int causeWidth) => group.Recovered
        ? $"Group {index}: SUCCESS"
        : $"Group {index}: FAILED\n{Indent(string.Join("\n\n", group.Keys.Select(key => RenderKey(key, causeWidth))), "  ")}";

    private static string RenderKey(KeyAttempts key, int causeWidth)
    {
        var causes = key.Attempts.Select(attempt => Bullet(WordWrap.Wrap(DisplayText.Lines(attempt.Detail), causeWidth)));
        return $"{DisplayText.Field(key.Key.Id)}: FAILED\n{Indent(string.Join("\n\n", causes), "  ")}";
    }

    private static string Bullet(string message) => "-" + Indent(message, "  | ")[1..];

    // Empty lines get the prefix too; a text without a line stays empty.
    private static string Indent(string text, string prefix)
    {
        var indented = new StringBuilder();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..(end + 1)];
            indented.Append(prefix).Append(line);
            rest = rest[line.Length..];
        }

        return indented.ToString();
    }
}
