using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Contents;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>
/// The tables of <c>RESOURCES:</c>, as kubectl lays them out: each table by itself, columns three blanks apart and at least six wide, the
/// last cell as it is. A header like the one before it is not repeated (spec helm.md 15).
/// </summary>
internal static class ResourceTables
{
    private const int MinWidth = 6;
    private const int Padding = 3;

    /// <summary>The whole part, with an empty line at its end; empty if there are no sections.</summary>
    public static string Format(IReadOnlyList<LiveSection<ObjectTable>> sections)
    {
        if (sections.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("RESOURCES:\n");
        IReadOnlyList<TableColumn> last = [];
        foreach (var section in sections)
        {
            text.Append($"==> {section.Name}\n");
            foreach (var table in section.Items)
            {
                if (table.Rows.Count > 0)
                {
                    var columns = table.Columns.Count > 0 ? table.Columns : last;
                    Append(text, table, columns, showsHeader: !columns.SequenceEqual(last));
                    last = columns;
                }
            }

            text.Append('\n');
        }

        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, ObjectTable table, IReadOnlyList<TableColumn> columns, bool showsHeader)
    {
        var shown = Enumerable.Range(0, columns.Count).Where(at => columns[at].Priority == 0).ToList();
        List<string[]> rows =
        [
            .. showsHeader ? [[.. shown.Select(at => columns[at].Name.ToUpperInvariant())]] : (string[][])[],
            .. table.Rows.Select(row => shown.Where(at => at < row.Count).Select(at => Cell(row[at])).ToArray()),
        ];
        var widths = shown
            .Select((_, column) => Math.Max(MinWidth, Padding + rows.Max(row => column < row.Length - 1 ? row[column].Length : 0)))
            .ToArray();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                text.Append(column < row.Length - 1 ? row[column].PadRight(widths[column]) : row[column]);
            }

            text.Append('\n');
        }
    }

    // A cell is one line; what an object says of itself cannot change the terminal.
    private static string Cell(string text)
    {
        var end = text.AsSpan().IndexOfAny('\n', '\r', '\f');
        return end < 0 ? DisplayText.Field(text) : DisplayText.Field(text[..end]) + "...";
    }
}
