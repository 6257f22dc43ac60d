using SecretsKit.Cli.Framework;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Quickstart;

/// <summary>Lays the story out: headings, prose, commands and files, fitted to the terminal.</summary>
internal sealed class QuickstartScreen(TerminalOutput terminal)
{
    private const string Margin = "   ";
    private const string Gutter = " | ";
    private const int LeastForTwoColumns = 76;
    private const int Widest = 110;
    private int _step;

    private int Width => Math.Clamp(terminal.OutputFeatures.Width, 40, Widest);

    /// <summary>A numbered heading.</summary>
    public void Step(string title)
    {
        terminal.Print("");
        terminal.Print($"{++_step}. {title}", TextStyle.Strong);
    }

    /// <summary>A heading without a number.</summary>
    public void Title(string title) => terminal.Print(title, TextStyle.Strong);

    /// <summary>An empty line.</summary>
    public void Gap() => terminal.Print("");

    /// <summary>Sentences.</summary>
    public void Say(string text, TextStyle style = TextStyle.Plain)
    {
        foreach (var line in VerbHelp.Wrap(text, Width - Margin.Length))
        {
            terminal.Print(Margin + line, style);
        }
    }

    /// <summary>A command line.</summary>
    public void Command(string command) => terminal.Print($"{Margin}$ {command}", TextStyle.Strong);

    /// <summary>A command line and what it is for.</summary>
    public void Command(string command, string purpose) => terminal.Print($"{Margin}$ {command,-32} # {purpose}");

    /// <summary>Lines that a command or a file holds, cut at the edge.</summary>
    public void Lines(IEnumerable<string> lines, Func<string, TextStyle>? style = null)
    {
        foreach (var line in lines)
        {
            terminal.Print(Margin + Fit(line, Width - Margin.Length), style?.Invoke(line) ?? TextStyle.Quiet);
        }
    }

    /// <summary>Two texts: side by side where there is room, else one after the other.</summary>
    public void Beside((string Title, string[] Lines) left, (string Title, string[] Lines) right)
    {
        if (Width < LeastForTwoColumns)
        {
            foreach (var (title, lines) in new[] { left, right })
            {
                terminal.Print(Margin + title + ":", TextStyle.Strong);
                Lines(lines);
            }

            return;
        }

        var most = (Width - Margin.Length - Gutter.Length) / 2;
        var column = Math.Min(most, left.Lines.Append(left.Title).Max(line => line.Length) + 2);
        Row(left.Title, right.Title, column, TextStyle.Strong);
        for (var i = 0; i < Math.Max(left.Lines.Length, right.Lines.Length); i++)
        {
            Row(left.Lines.ElementAtOrDefault(i) ?? "", right.Lines.ElementAtOrDefault(i) ?? "", column, TextStyle.Quiet);
        }
    }

    /// <summary>A text cut to a width.</summary>
    internal static string Fit(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 3)] + "...";

    private void Row(string left, string right, int column, TextStyle style) =>
        terminal.Print(
            (Margin + Fit(left, column).PadRight(column) + Gutter + Fit(right, Width - Margin.Length - column - Gutter.Length)).TrimEnd(),
            style);
}
