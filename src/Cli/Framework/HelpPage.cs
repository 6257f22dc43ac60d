using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>
/// The help of a command of another tool's command line, in the style of our own verbs: for terminals, and for manual pages.
/// </summary>
/// <param name="Usage">Command lines, with the name that the program was called by.</param>
/// <param name="About">Sentences, wrapped to the terminal.</param>
/// <param name="Sections">Rows under titles; those without rows are left out.</param>
internal sealed record HelpPage(IReadOnlyList<string> Usage, string About, params IReadOnlyList<HelpSection> Sections)
{
    /// <summary>The last line: where more is. Default none.</summary>
    public string Closing { get; init; } = "";

    /// <summary>What is before the first command line; scripts of some tools look for it.</summary>
    public string UsageWord { get; init; } = "usage: ";

    /// <summary>Prints it on standard output, as wide as the terminal.</summary>
    public void Print(CliHost host)
    {
        var terminal = host.WrappedTerminal();
        Write(terminal.Print, terminal.OutputFeatures.Width);
    }

    /// <summary>The lines, as wide as a page.</summary>
    public string Text()
    {
        List<string> lines = [];
        Write((text, _) => lines.Add(text), TerminalFeatures.DefaultWidth);
        return string.Join('\n', lines);
    }

    /// <summary>Writes it.</summary>
    /// <param name="line">Takes a line.</param>
    /// <param name="width">Of the terminal.</param>
    public void Write(Action<string, TextStyle> line, int width)
    {
        width = VerbHelp.Limit(width);
        for (var i = 0; i < Usage.Count; i++)
        {
            var rows = VerbHelp.Wrap(Usage[i], width - UsageWord.Length).ToList();
            for (var row = 0; row < rows.Count; row++)
            {
                line((i + row == 0 ? UsageWord : new string(' ', UsageWord.Length)) + rows[row], TextStyle.Strong);
            }
        }

        line("", TextStyle.Plain);
        VerbHelp.Paragraph(line, width, About);
        foreach (var section in Sections)
        {
            VerbHelp.Section(line, width, section.Title, section.Rows);
        }

        if (Closing.Length > 0)
        {
            line("", TextStyle.Plain);
            VerbHelp.Paragraph(line, width, Closing);
        }
    }
}

/// <summary>Rows of help under a title.</summary>
/// <param name="Title">With a colon.</param>
/// <param name="Rows">Names and texts.</param>
internal sealed record HelpSection(string Title, IReadOnlyList<(string Left, string Right)> Rows)
{
    /// <summary>The title without its colon, as a manual page has it.</summary>
    public string Heading => char.ToUpperInvariant(Title[0]) + Title[1..].TrimEnd(':');
}
