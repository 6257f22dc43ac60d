using System.Text;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Secrets;

/// <summary>Help for the helm-secrets command line, from its tables.</summary>
internal static class HelmSecretsHelp
{
    /// <summary>The help of the whole command line.</summary>
    public static string Overview()
    {
        var text = new StringBuilder("The helm-secrets command line, for files of values.\n\nusage: secretskit secrets [options] " +
            "COMMAND [flags] [FILE]\n\ncommands:\n");
        var rows = HelmSecretsCommands.All.Select(command => ($"{command.Name} {command.Usage}".TrimEnd(), command.Summary)).ToList();
        Rows(text, rows);
        text.Append("\noptions, before the command:\n");
        Rows(text, HelmSecretsFlags.Global.Flags.Select(flag => (Names(flag), Describe(flag))));
        text.Append("\n'secretskit secrets COMMAND --help' explains a command.");
        return text.ToString();
    }

    /// <summary>The help of a command.</summary>
    public static string Of(HelmSecretsCommand command)
    {
        var text = new StringBuilder($"{command.Summary}\n\nusage: secretskit secrets {$"{command.Name} {command.Usage}".TrimEnd()}");
        if (command.Flags.Flags.Count > 0)
        {
            text.Append("\n\nflags:\n");
            Rows(text, command.Flags.Flags.Select(flag => (Names(flag), Describe(flag))));
            text.Length--;
        }

        return text.ToString();
    }

    /// <summary>The help of a Helm command behind the plugin's options.</summary>
    public static string OfHelm(string command) =>
        $"""
        usage: secretskit secrets [options] {command} [arguments and flags of helm {command}]

        Runs 'helm {command}'. Encrypted files named by -f, --values and --set-file, and encrypted
        values of --set, --set-string and --set-json, are decrypted in memory before.

        examples:
          secretskit secrets upgrade orders ./chart -f values.yaml -f secrets.yaml
          secretskit secrets lint ./chart -f secrets.yaml

        'secretskit helm {command} --help' explains the command itself.
        """;

    private static void Rows(StringBuilder text, IEnumerable<(string Left, string Right)> entries)
    {
        var rows = entries.ToList();
        var width = rows.Max(row => row.Left.Length) + 2;
        rows.ForEach(row => text.Append("  ").Append(row.Left.PadRight(width)).Append(row.Right).Append('\n'));
    }

    private static string Names(Flag flag) =>
        string.Concat(flag.Aliases.Select(alias => $"-{alias}, ")) + "--" + flag.Name
        + (flag.Kind == FlagKind.Text ? " VALUE" : flag.Values.Count > 0 ? $" [{string.Join('|', flag.Values)}]" : "");

    private static string Describe(Flag flag) => flag.Variable is { } variable ? $"{flag.Help} [${variable}]" : flag.Help;
}
