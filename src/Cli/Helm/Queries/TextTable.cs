using System.Text;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>
/// Tables as Helm prints them: all cells padded to the widest line of their column, with a tab between columns. A cell of several lines is
/// cut to that width as a whole; what is left of it takes several lines of the table.
/// </summary>
internal static class TextTable
{
    private const string Cut = "...";

    /// <summary>
    /// Lays out rows of equally many cells. Control characters in cells are escaped, but line breaks and tabs: a record may come from
    /// anybody.
    /// </summary>
    public static string Format(IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> shown = [.. rows.Select(row => row.Select(cell => DisplayText.Lines(cell)).ToArray())];
        if (shown.Count == 0)
        {
            return "";
        }

        var widths = Enumerable.Range(0, shown[0].Length)
            .Select(column => shown.Max(row => row[column].Split('\n').Max(Width)))
            .ToArray();
        var text = new StringBuilder();
        foreach (var row in shown)
        {
            AppendRow(text, [.. row.Select((cell, column) => Resize(cell, widths[column]).Split('\n'))], widths);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string[]> cells, int[] widths)
    {
        var height = cells.Max(lines => lines.Length);
        for (var line = 0; line < height; line++)
        {
            var parts = cells.Select((lines, column) => (Text: line < lines.Length ? lines[line] : "", Column: column));
            text.AppendJoin('\t', parts.Select(part => part.Text + new string(' ', widths[part.Column] - Width(part.Text)))).Append('\n');
        }
    }

    private static string Resize(string cell, int width)
    {
        if (Width(cell) <= width)
        {
            return cell;
        }

        var kept = new StringBuilder();
        var left = width - Cut.Length;
        foreach (var rune in cell.EnumerateRunes())
        {
            left -= Rune.IsControl(rune) ? 0 : 1;
            if (left < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append(Cut).ToString();
    }

    // Line breaks and tabs take no room, as in the reference.
    private static int Width(string cell) => cell.EnumerateRunes().Count(rune => !Rune.IsControl(rune));
}
