using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Cli.Sops;

/// <summary>Help for the sops command line, from the same tables as its parser.</summary>
internal static class SopsHelp
{
    /// <summary>The first word is what scripts look for.</summary>
    public static string Version => $"sops {DocumentMetadata.CompatibleVersion} (secretskit {ProductVersion.Text})";

    /// <summary>The text for a command, or for the whole program.</summary>
    public static string For(SopsCommand? command)
    {
        var text = new StringBuilder();
        if (command is null)
        {
            text.Append("Encrypts, decrypts and edits files of secrets: YAML, JSON, INI, dotenv and binary.\n\n");
            text.Append("usage: sops [flags] COMMAND [flags] [arguments]\n       sops [flags] [-e|-d|-r] FILE      (without a mode: " +
                "edit)\n\ncommands:\n");
            foreach (var row in SopsCommands.All)
            {
                text.Append($"  {row.Name,-16} {row.Summary}\n");
            }
        }
        else
        {
            text.Append($"{command.Summary}\n\nusage: sops {command.Name} [flags] {command.Arguments}\n");
        }

        text.Append("\nflags:\n");
        foreach (var flag in (command?.Flags ?? SopsFlags.Global).Flags)
        {
            AppendFlag(text, flag);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AppendFlag(StringBuilder text, Flag flag)
    {
        const int HelpColumn = 44;
        var names = string.Join(", ", flag.Aliases.Select(alias => "-" + alias).Append("--" + flag.Name));
        var value = flag.Kind switch
        {
            FlagKind.Switch => "",
            FlagKind.Number => " N",
            _ => " TEXT",
        };
        text.Append(("  " + names + value).PadRight(HelpColumn)).Append(' ').Append(flag.Help);
        if (flag.Variable is { } variable)
        {
            text.Append(" [$").Append(variable).Append(']');
        }

        text.Append('\n');
    }
}
