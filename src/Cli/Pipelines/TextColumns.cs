using SecretsKit.Core.Display;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Pipelines;

/// <summary>Prints rows whose cells are below each other.</summary>
internal static class TextColumns
{
    private const int Gap = 3;

    /// <summary>Prints them, indented by two blanks.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="rows">The first is the heads; all are of one length.</param>
    public static void Write(TerminalOutput terminal, IReadOnlyList<string[]> rows)
    {
        List<string[]> shown = [.. rows.Select(row => Array.ConvertAll(row, DisplayText.Field))];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => shown.Max(row => row[column].Length) + Gap).ToArray();
        foreach (var row in shown)
        {
            terminal.Print("  " + string.Concat(row.Select((cell, at) => cell.PadRight(widths[at]))).TrimEnd());
        }
    }
}
