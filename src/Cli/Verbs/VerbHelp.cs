using System.CommandLine;
using System.Text;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>Help texts, wrapped to the terminal.</summary>
internal static class VerbHelp
{
    private const int Widest = 110;

    /// <summary>The help of the program.</summary>
    public static void WriteOverview(Action<string, TextStyle> line, int width)
    {
        line($"secretskit {ProductVersion.Text}: secrets in git, encrypted so that every sops user can read them", TextStyle.Strong);
        line("", TextStyle.Plain);
        line("usage: secretskit COMMAND [options] [FILE...]", TextStyle.Plain);
        Section(line, width, "everyday:", VerbTable.All.Select(verb => (verb.Name, verb.Summary)));
        Section(line, width, "command lines of other tools:", VerbTable.Dialects);
        Section(line, width, "first steps:",
        [
            ("secretskit quickstart", "the whole story in one folder, offline"),
            ("secretskit keygen", "make your key (once)"),
            ("secretskit init", "write .sops.yaml with it (once per repository)"),
            ("secretskit enc secrets.yaml", "encrypt; commit the result"),
            ("secretskit edit secrets.yaml", "change it later"),
        ]);
        line("", TextStyle.Plain);
        line("'secretskit COMMAND --help' explains a command.", TextStyle.Plain);
        line("Exit codes: 0 done, 1 failed, 64 wrong command line, 130 interrupted.", TextStyle.Plain);
    }

    /// <summary>The help of a verb.</summary>
    public static void WriteVerb(Action<string, TextStyle> line, int width, VerbCommand verb)
    {
        line($"usage: secretskit {verb.Help.Usage}", TextStyle.Strong);
        line("", TextStyle.Plain);
        foreach (var row in Wrap(verb.Help.About, Math.Min(width, Widest)))
        {
            line(row, TextStyle.Plain);
        }

        Section(line, width, "commands:", verb.Children.Select(child => (child.Name, child.Summary)));
        Section(line, width, "arguments:", verb.Words.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        Section(line, width, "options:", verb.Words.Options.Select(option => (Names(option), option.Description ?? "")));
        Section(line, width, "examples:", verb.Help.Examples.Select(example => (example.Line, example.Purpose)));
    }

    private static string Names(Option option) =>
        string.Join(", ", option.Aliases.Append(option.Name)) + (option.HelpName is { } value ? " " + value : "");

    private static void Section(Action<string, TextStyle> line, int width, string title, IEnumerable<(string Left, string Right)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        line("", TextStyle.Plain);
        line(title, TextStyle.Strong);
        var most = Math.Min(width, Widest);
        var column = Math.Min(rows.Max(row => row.Left.Length), most / 2 - 4) + 4;
        foreach (var (left, right) in rows)
        {
            var lines = Wrap(right, Math.Max(20, most - column)).ToList();
            if (left.Length + 4 > column)
            {
                line("  " + left, TextStyle.Plain);
            }
            else
            {
                line(("  " + left).PadRight(column) + lines[0], TextStyle.Plain);
                lines.RemoveAt(0);
            }

            lines.ForEach(rest => line(new string(' ', column) + rest, TextStyle.Plain));
        }
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
