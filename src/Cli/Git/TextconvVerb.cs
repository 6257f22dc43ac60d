using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git textconv</c>.</summary>
internal static class TextconvVerb
{
    private static readonly VerbText Help = new(
        "git textconv [options] FILE",
        "Prints the plaintext of an encrypted file for 'git diff', 'git log -p' and 'git show'; git runs it once 'secretskit git " +
        "install' has said so. "
        + "Behind the values it prints who can decrypt the file and which values are encrypted, in lines that begin with '# sops: '. "
        + "A file that is not encrypted, or that none of your keys opens, is printed as it is.",
        ("secretskit git textconv secrets.yaml", "what git compares"),
        ("secretskit git textconv --masked secrets.yaml", "names, and marks that change with the values; needs no key"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var file = VerbOptions.File("Encrypted file.");
        var masked = VerbOptions.Switch("--masked", "Hide the values: a diff then shows which ones changed, and to nobody what they are.");
        return new(
            new Command("textconv") { file, masked },
            Help,
            (parsed, ct) => new TextconvHandler(context).RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(masked), ct));
    }
}
