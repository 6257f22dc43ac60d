using System.Text;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Cli.Sops;

/// <summary>Help for the sops command line, from the same tables as its parser.</summary>
internal static class SopsHelp
{
    /// <summary>The first word is what scripts look for.</summary>
    public static string Version => $"sops {DocumentMetadata.CompatibleVersion} (secretskit {ProductVersion.Text})";

    /// <summary>The flags of a command, or null for a command that is not there.</summary>
    public static FlagTable? TableOf(string command) => command switch
    {
        "encrypt" => SopsFlags.Encrypt,
        "decrypt" => SopsFlags.Decrypt,
        "edit" => SopsFlags.Edit,
        _ => null,
    };

    /// <summary>The text for a command, or for the whole program.</summary>
    public static string For(string? command)
    {
        var text = new StringBuilder();
        switch (command)
        {
            case "encrypt":
                text.Append("Encrypts a file, or standard input, and prints the result.\n\nusage: sops encrypt [flags] [FILE]\n");
                break;
            case "decrypt":
                text.Append("Decrypts a file, or standard input, and prints the result.\n\nusage: sops decrypt [flags] [FILE]\n");
                break;
            case "edit":
                text.Append("Decrypts a file into your editor and encrypts what you save. A file that does not exist begins with an example.\n\nusage: sops edit [flags] FILE\n");
                break;
            default:
                text.Append("Encrypts, decrypts and edits files of secrets: YAML, JSON, INI, dotenv and binary.\n\n");
                text.Append("usage: sops [flags] encrypt|decrypt|edit [flags] [FILE]\n       sops [flags] [-e|-d] FILE      (without -e or -d: edit)\n");
                break;
        }

        text.Append("\nflags:\n");
        var table = (command is null ? null : TableOf(command)) ?? SopsFlags.Global;
        foreach (var flag in table.Flags)
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
