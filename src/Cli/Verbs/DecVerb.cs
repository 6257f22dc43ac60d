using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>dec</c>.</summary>
internal static class DecVerb
{
    private static readonly VerbText Help = new(
        "dec [options] FILE...",
        "Decrypts files into FILE.dec, which only you can read and which git should ignore. The original stays encrypted. "
        + "To look at values, 'view' is better: it writes no file; to change them, 'edit' is.",
        ("secretskit dec secrets.yaml", "writes secrets.yaml.dec"),
        ("secretskit dec -o plain.yaml secrets.yaml", "writes another file"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var files = VerbOptions.Files("Encrypted files.");
        var output = VerbOptions.Text("--output", "FILE", "Write the plaintext to this file.", "-o");
        var inPlace = VerbOptions.Switch("--in-place", "Replace the encrypted file by its plaintext. Mind what you commit then.", "-i");
        var force = VerbOptions.Switch("--force", "Overwrite a file that is there and differs.");
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Decrypt even if the file was changed without its key.");
        var over = VerbOptions.WriteOver();
        var type = VerbOptions.InputType();
        return new(
            new Command("dec") { files, output, inPlace, force, ignoreMac, type, over, layout },
            Help,
            (parsed, ct) => new DecHandler(context.Keeping(parsed, layout)).RunAsync(
                new DecRequest(parsed.GetRequiredValue(files))
                {
                    Output = parsed.GetValue(output),
                    InPlace = parsed.GetValue(inPlace),
                    Force = parsed.GetValue(force),
                    IgnoreMac = parsed.GetValue(ignoreMac),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                },
                ct));
    }
}
