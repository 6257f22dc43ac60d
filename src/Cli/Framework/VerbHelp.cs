using System.CommandLine;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>Help texts, wrapped to the terminal.</summary>
internal static class VerbHelp
{
    private const int Widest = 110;
    private const int NameColumn = 18;

    private static readonly (VerbSection Section, string Title)[] Titles =
    [
        (VerbSection.Start, "first steps:"),
        (VerbSection.Values, "secrets:"),
        (VerbSection.Recipients, "who can read them:"),
        (VerbSection.Use, "for programs, reviewers and git:"),
        (VerbSection.Charts, "charts:"),
    ];

    /// <summary>The help of the program.</summary>
    public static void WriteOverview(VerbTable verbs, Action<string, TextStyle> line, int width)
    {
        line($"secretskit {ProductVersion.Text}: secrets in git, encrypted so that any sops user can read them", TextStyle.Strong);
        line("", TextStyle.Plain);
        line("usage: secretskit COMMAND [options] [FILE...]", TextStyle.Plain);
        foreach (var (section, title) in Titles)
        {
            var others = section == VerbSection.Charts ? verbs.ChartVerbs : [];
            Section(
                line,
                width,
                title,
                others.Concat(verbs.All.Where(verb => verb.Section == section).Select(verb => (verb.Name, verb.Summary))),
                NameColumn);
        }

        Section(line, width, "command lines of other tools:", verbs.Dialects, NameColumn);
        Section(line, width, "examples:",
        [
            ("secretskit enc secrets.yaml", "encrypt in place; commit the result"),
            ("secretskit edit secrets.yaml", "change it in your editor"),
            ("secretskit set secrets.yaml database.password", "change one value; it is asked for"),
            ("secretskit view --extract database.password secrets.yaml", "print one value"),
            ("secretskit updatekeys .", "after a change of .sops.yaml"),
            ("secretskit template orders ./chart -f values.yaml -f secrets.yaml", "render a chart"),
        ]);
        line("", TextStyle.Plain);
        line("'secretskit COMMAND --help' explains a command, 'secretskit help TOPIC' one of", TextStyle.Plain);
        line($"{string.Join(", ", HelpTopics.All.Select(topic => topic.Name))}. All take --quiet and --verbose.", TextStyle.Plain);
        line("Exit codes: 0 done, 1 failed, 64 wrong command line, 130 interrupted.", TextStyle.Plain);
        line("Keys are found as sops finds them: ~/.config/sops/age/keys.txt, SOPS_AGE_KEY and", TextStyle.Plain);
        line("its relatives, ~/.ssh, gpg. Colours are for terminals; NO_COLOR turns them off.", TextStyle.Plain);
    }

    /// <summary>The help of a verb.</summary>
    public static void WriteVerb(Action<string, TextStyle> line, int width, VerbCommand verb)
    {
        line($"usage: secretskit {verb.Help.Usage}", TextStyle.Strong);
        line("", TextStyle.Plain);
        Paragraph(line, Limit(width), verb.Help.About);
        Section(line, width, "commands:", verb.Children.Select(child => (child.Name, child.Summary)));
        Section(line, width, "arguments:", verb.Words.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        Section(line, width, "options:", verb.Words.Options.Select(option => (Names(option), option.Description ?? "")));
        Section(line, width, "examples:", verb.Help.Examples.Select(example => (example.Line, example.Purpose)));
        Section(line, width, "exit codes:", ExitCodes(verb.Help));
    }

    /// <summary>Those that all verbs have, and those of a verb.</summary>
    internal static IEnumerable<(string Code, string Meaning)> ExitCodes(VerbText help) =>
        [("0", "done"), ("1", "failed"), .. help.ExitCodes, ("64", "wrong command line"), ("130", "interrupted")];

    /// <summary>An option as help shows it: all its names, and its value.</summary>
    internal static string Names(Option option) =>
        string.Join(", ", option.Aliases.Append(option.Name)) + (option.HelpName is { } value ? " " + value : "");

    /// <summary>The columns that help takes of a terminal.</summary>
    internal static int Limit(int width) => Math.Min(width, Widest);

    /// <summary>Writes a text, wrapped.</summary>
    internal static void Paragraph(Action<string, TextStyle> line, int width, string text)
    {
        foreach (var row in Wrap(text, width))
        {
            line(row, TextStyle.Plain);
        }
    }

    /// <summary>Writes rows of two columns under a title. A name that is too long for its column has lines of its own.</summary>
    /// <param name="line">Takes a line.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="title">Above the rows; without any there is none.</param>
    /// <param name="entries">Names and texts.</param>
    /// <param name="fixedColumn">Where texts begin; by default behind the longest name.</param>
    internal static void Section(
        Action<string, TextStyle> line, int width, string title, IEnumerable<(string Left, string Right)> entries, int? fixedColumn = null)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        line("", TextStyle.Plain);
        line(title, TextStyle.Strong);
        var most = Math.Min(width, Widest);
        var column = fixedColumn ?? (Math.Min(rows.Max(row => row.Left.Length), (most / 2) - 4) + 4);
        foreach (var (left, right) in rows)
        {
            var lines = Wrap(right, Math.Max(20, most - column)).ToList();
            if (left.Length + 4 > column)
            {
                Name(line, most, left);
            }
            else
            {
                line((("  " + left).PadRight(column) + lines[0]).TrimEnd(), TextStyle.Plain);
                lines.RemoveAt(0);
            }

            lines.ForEach(rest => line(new string(' ', Math.Clamp(most - rest.Length, 2, column)) + rest, TextStyle.Plain));
        }
    }

    // A command line that does not fit goes on behind a backslash, so that it can be pasted.
    private static void Name(Action<string, TextStyle> line, int width, string name)
    {
        const int Indents = 8;
        var rows = Wrap(name, width - Indents).ToList();
        for (var at = 0; at < rows.Count; at++)
        {
            line((at > 0 ? "      " : "  ") + rows[at] + (at < rows.Count - 1 ? " \\" : ""), TextStyle.Plain);
        }
    }

    /// <summary>A line as a terminal shows it, broken at spaces; readers of a pipe look for one line.</summary>
    /// <param name="features">Of the stream that it goes to.</param>
    /// <param name="text">The line.</param>
    /// <param name="indent">Blanks in front of it.</param>
    /// <param name="hanging">More blanks in front of all but the first row.</param>
    internal static IEnumerable<string> Rows(TerminalFeatures features, string text, int indent, int hanging)
    {
        if (!features.IsTerminal)
        {
            return [new string(' ', indent) + text];
        }

        const int NarrowestTerminal = 40;
        return Wrap(text, Math.Max(NarrowestTerminal, features.Width) - indent - hanging)
            .Select((row, number) => new string(' ', indent + (number > 0 ? hanging : 0)) + row);
    }

    /// <summary>Breaks a text at spaces.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var row = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (row.Length > 0 && row.Length + 1 + word.Length > width)
            {
                yield return row.ToString();
                row.Clear();
            }

            _ = row.Length > 0 ? row.Append(' ').Append(word) : row.Append(word);
        }

        yield return row.ToString();
    }
}
