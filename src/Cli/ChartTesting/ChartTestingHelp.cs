using System.Text;
using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>The help of the ct command line.</summary>
internal static class ChartTestingHelp
{
    private const int NameWidth = 36;

    /// <summary>All commands.</summary>
    public static string Overview()
    {
        var text = new StringBuilder("Lints, installs and tests the charts that changed; all in process, encrypted values files are " +
            "decrypted in memory.\n\nUsage:\n  ct COMMAND [flags]\n\nCommands:\n");
        foreach (var command in ChartTestingCommand.All)
        {
            text.Append("  ").Append(string.Join(", ", [command.Name, .. command.Aliases]).PadRight(NameWidth)).Append(command.Summary)
                .Append('\n');
        }

        return text.Append(
            "\nEach flag is a key of ct.yaml, too, and a variable: CT_TARGET_BRANCH for --target-branch.\n" +
            "ct COMMAND --help explains a command.").ToString();
    }

    /// <summary>One command.</summary>
    public static string Of(ChartTestingCommand command)
    {
        var text = new StringBuilder($"{command.Summary}\n\nUsage:\n  ct {command.Name} [flags]\n\nFlags:\n");
        foreach (var flag in command.Flags.Flags.OrderBy(flag => flag.Name, StringComparer.Ordinal))
        {
            text.Append("  ").Append($"--{flag.Name}{Placeholder(flag)}".PadRight(NameWidth)).Append(flag.Help);
            text.Append(flag.Default.Length > 0 ? $" Default: {flag.Default}.\n" : "\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Placeholder(Flag flag) => flag.Kind switch
    {
        FlagKind.Switch => "",
        FlagKind.Duration => " DURATION",
        FlagKind.CommaList => " LIST",
        _ => flag.TakesFile ? " FILE" : " TEXT",
    };
}
