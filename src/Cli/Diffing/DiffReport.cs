using System.Globalization;
using System.Text;
using SecretsKit.Charts.Comparison;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text.Lines;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Diffing;

/// <summary>Reports a comparison. What differs goes to standard output, the count to standard error.</summary>
/// <param name="context">Where, and what no line may show whose origin is not known.</param>
/// <param name="request">The form, and how many lines around a change.</param>
internal sealed class DiffReport(VerbContext context, DiffRequest request)
{
    private readonly TerminalOutput _terminal = context.Terminal;

    /// <summary>Writes it.</summary>
    public void Write(ManifestComparison comparison)
    {
        switch (request.Form)
        {
            case DiffForm.Json:
                WriteJson(comparison);
                break;
            case DiffForm.Markdown:
                WriteMarkdown(comparison);
                return;
            case DiffForm.Summary:
                foreach (var change in comparison.Changes)
                {
                    _terminal.Print(Masked(Headline(change)), StyleOf(change.Kind));
                }

                break;
            default:
                WriteText(comparison);
                break;
        }

        _terminal.Flush();
        _terminal.Say(Count(comparison), TextStyle.Strong);
    }

    private void WriteText(ManifestComparison comparison)
    {
        foreach (var change in comparison.Changes)
        {
            _terminal.Print(Masked(Headline(change) + ":"), StyleOf(change.Kind));
            foreach (var (style, line) in Lines(change))
            {
                _terminal.Print(Masked(line), style);
            }

            _terminal.Print("");
        }
    }

    private void WriteJson(ManifestComparison comparison)
    {
        foreach (var change in comparison.Changes)
        {
            var output = new StringBuilder();
            foreach (var (_, line) in Lines(change))
            {
                output.Append(line).Append('\n');
            }

            JsonLine.Write(context.Host, json =>
            {
                json.WriteString("change", change.Kind switch { ChangeKind.Added => "ADD", ChangeKind.Removed => "REMOVE", _ => "MODIFY" });
                json.WriteString("api", change.ApiVersion);
                json.WriteString("kind", change.Identity.Kind);
                json.WriteString("namespace", change.Identity.Namespace);
                json.WriteString("name", Clear(change, change.Identity.Name));
                json.WriteString("diff", output.ToString());
            });
        }
    }

    // Fences are longer than any run of backticks within.
    private void WriteMarkdown(ManifestComparison comparison)
    {
        _terminal.Print($"**{Count(comparison)}**");
        foreach (var change in comparison.Changes)
        {
            var lines = Lines(change).Select(line => line.Line).ToList();
            var fence = new string('`', Math.Max(3, lines.Max(LongestTicks) + 1));
            _terminal.Print("");
            _terminal.Print(Masked($"<details><summary>{ForHtml(Headline(change))}</summary>"));
            _terminal.Print("");
            _terminal.Print(fence + "diff");
            lines.ForEach(line => _terminal.Print(Masked(line)));
            _terminal.Print(fence);
            _terminal.Print("");
            _terminal.Print("</details>");
        }
    }

    private static string ForHtml(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private IEnumerable<(TextStyle Style, string Line)> Lines(ResourceChange change)
    {
        foreach (var hunk in change.Hunks(request.Context))
        {
            var path = change.PathOf(hunk);
            yield return (TextStyle.Quiet, Clear(change, path.Length > 0 ? $"{hunk.Header} {path}" : hunk.Header));
            foreach (var line in hunk.Lines())
            {
                var (style, sign) = line.Kind switch
                {
                    HunkLineKind.Added => (TextStyle.Good, '+'),
                    HunkLineKind.Removed => (TextStyle.Bad, '-'),
                    _ => (TextStyle.Plain, ' '),
                };
                yield return (style, sign + Clear(change, change.TextOf(line)));
            }
        }
    }

    private string Headline(ResourceChange change) => Clear(change, change.Kind switch
    {
        ChangeKind.Added => $"{change.Identity} has been added",
        ChangeKind.Removed => $"{change.Identity} has been removed",
        _ => $"{change.Identity} has changed",
    });

    // The lines of a change whose origin is known are masked by that, the others here.
    private string Clear(ResourceChange change, string line) =>
        request.ShowsSecrets || change.IsOriginKnown ? line : context.Host.Redaction.Redact(line);

    // Whatever is printed of a change went through Clear.
    private MaskedText Masked(string line) => request.ShowsSecrets ? MaskedText.Unmasked(line) : MaskedText.OfKnownOrigin(line);

    private static TextStyle StyleOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => TextStyle.Good,
        ChangeKind.Removed => TextStyle.Bad,
        _ => TextStyle.Warning,
    };

    private static string Count(ManifestComparison comparison)
    {
        int Of(ChangeKind kind) => comparison.Changes.Count(change => change.Kind == kind);
        var unchanged = comparison.Unchanged.ToString(CultureInfo.InvariantCulture);
        return comparison.Changes.Count == 0
            ? $"no differences, {unchanged} unchanged"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Of(ChangeKind.Added)} added, {Of(ChangeKind.Changed)} changed, {Of(ChangeKind.Removed)} removed, {unchanged} unchanged");
    }

    private static int LongestTicks(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
