using System.Text;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>Changes as a page that needs nothing else: both sides beside each other, in the light or dark colours of the reader.</summary>
internal static class DiffPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Changes</title>
        <style>
        :root {
          color-scheme: light dark;
          --back: #ffffff; --text: #1f2328; --line: #d0d7de; --faint: #656d76; --old: #ffebe9; --new: #dafbe1; --bar: #f6f8fa;
        }
        @media (prefers-color-scheme: dark) {
          :root { --back: #0d1117; --text: #e6edf3; --line: #30363d; --faint: #8d96a0; --old: #4b1818; --new: #12361f; --bar: #161b22 }
        }
        body {
          background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif;
          margin: 2rem auto; max-width: 90rem; padding: 0 1rem;
        }
        h1 { font-size: 1.3rem } details { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0; overflow: hidden }
        summary { background: var(--bar); cursor: pointer; font-weight: 600; padding: .5rem .8rem }
        .add > summary { border-left: 4px solid #2da44e }
        .remove > summary { border-left: 4px solid #cf222e }
        .change > summary { border-left: 4px solid #bf8700 }
        table { border-collapse: collapse; table-layout: fixed; width: 100% }
        td {
          font: 12px/1.6 ui-monospace, monospace; overflow-wrap: anywhere; padding: 0 .8rem;
          vertical-align: top; white-space: pre-wrap; width: 50%;
        }
        td + td { border-left: 1px solid var(--line) } .old { background: var(--old) } .new { background: var(--new) }
        ul {
          border-bottom: 1px solid var(--line); color: var(--faint); margin: 0; overflow-wrap: anywhere; padding: .5rem .8rem .5rem 2rem;
        }
        .gap td { color: var(--faint); text-align: center } .none { color: var(--faint) }
        </style></head><body>

        """;

    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<TitledChange> changes, string summary)
    {
        var text = new StringBuilder(Head).Append($"<h1>{Escaped(summary)}</h1>\n");
        if (changes.Count == 0)
        {
            text.Append("<p class=\"none\">Nothing would change.</p>\n");
        }

        foreach (var change in changes)
        {
            var name = change.Kind switch { ChangeKind.Add => "add", ChangeKind.Remove => "remove", _ => "change" };
            text.Append($"<details open class=\"{name}\"><summary>{Escaped(change.Title)}</summary>\n");
            AppendCauses(text, change.Causes);
            text.Append("<table>\n");
            AppendRows(text, change.Lines);
            text.Append("</table></details>\n");
        }

        return text.Append("</body></html>\n").ToString();
    }

    /// <summary>Text as a page can have it.</summary>
    public static string Escaped(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").ToString();

    private static void AppendCauses(StringBuilder text, IReadOnlyList<string> causes)
    {
        if (causes.Count > 0)
        {
            text.Append("<ul>").AppendJoin("", causes.Select(cause => $"<li>{Escaped(cause)}</li>")).Append("</ul>\n");
        }
    }

    // Removed lines are beside the added ones that follow them.
    private static void AppendRows(StringBuilder text, IReadOnlyList<ComparedLine?> lines)
    {
        for (var at = 0; at < lines.Count;)
        {
            if (lines[at] is not { } line)
            {
                text.Append("<tr class=\"gap\"><td>&#8943;</td><td>&#8943;</td></tr>\n");
                at++;
                continue;
            }

            if (line.Origin == LineOrigin.Common)
            {
                text.Append($"<tr><td>{Escaped(line.Text)}</td><td>{Escaped(line.Text)}</td></tr>\n");
                at++;
                continue;
            }

            var old = Run(lines, at, LineOrigin.Old);
            var added = Run(lines, at + old, LineOrigin.New);
            for (var row = 0; row < Math.Max(old, added); row++)
            {
                text.Append("<tr>")
                    .Append(row < old ? $"<td class=\"old\">{Escaped(lines[at + row]!.Value.Text)}</td>" : "<td></td>")
                    .Append(row < added ? $"<td class=\"new\">{Escaped(lines[at + old + row]!.Value.Text)}</td>" : "<td></td>")
                    .Append("</tr>\n");
            }

            at += old + added;
        }
    }

    private static int Run(IReadOnlyList<ComparedLine?> lines, int start, LineOrigin origin)
    {
        var end = start;
        while (end < lines.Count && lines[end] is { } line && line.Origin == origin)
        {
            end++;
        }

        return end - start;
    }
}
