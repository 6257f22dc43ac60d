using System.Text;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>Tables as Helm prints them: all cells padded to the widest of their column, with a tab between columns.</summary>
internal static class TextTable
{
    /// <summary>Lays out rows of equally many cells. Control characters in cells are escaped: a record may come from anybody.</summary>
    public static string Format(IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> shown = [.. rows.Select(row => row.Select(cell => DisplayText.Field(cell)).ToArray())];
        if (shown.Count == 0)
        {
            return "";
        }

        var widths = Enumerable.Range(0, shown[0].Length).Select(column => shown.Max(row => Width(row[column]))).ToArray();
        var text = new StringBuilder();
        foreach (var row in shown)
        {
            text.AppendJoin('\t', row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).Append('\n');
        }

        return text.ToString();
    }

    private static int Width(string cell) => cell.EnumerateRunes().Count();
}
