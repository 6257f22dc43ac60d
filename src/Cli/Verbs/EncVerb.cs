using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>enc</c>.</summary>
internal static class EncVerb
{
    private static readonly VerbText Help = new(
        "enc [options] FILE...",
        "Encrypts files in place. Keys stay readable, so that changes can be reviewed; values become ciphertext. Who can decrypt is " +
        "said by the "
        + "nearest .sops.yaml, searched from the file's folder upward, or by the options below. Where FILE is encrypted and FILE.dec, " +
            "which 'dec' writes, is beside it, the values of that copy are taken over: what did not change keeps its ciphertext, " +
            "recipients stay, and the copy is removed.",
        ("secretskit enc secrets.yaml", "in place, for the recipients of .sops.yaml"),
        ("secretskit enc --age age1...,age1... secrets.yaml", "for these two, whatever .sops.yaml says"),
        ("secretskit enc secrets.yaml", "takes back what you changed in secrets.yaml.dec"),
        ("secretskit enc -o secrets.enc.yaml secrets.yaml", "into another file; the original stays as it is"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var files = VerbOptions.Files("Files to encrypt: YAML, JSON, dotenv, INI, or anything else as opaque bytes.");
        var output = VerbOptions.Text("--output", "FILE", "Write the result to this file and leave the original as it is.", "-o");
        var stdout = VerbOptions.Switch("--stdout", "Print the result and leave the original as it is.");
        var keep = VerbOptions.Switch("--keep-dec", "Keep FILE.dec after its values were taken over.");
        var forOthers = LockoutGuard.ForOthers();
        var over = VerbOptions.WriteOver();
        var (type, config, recipients) = (VerbOptions.InputType(), VerbOptions.Config(), new RecipientOptions());
        var command = new Command("enc") { files, output, stdout, keep, forOthers, type, config, over, layout };
        recipients.AddTo(command);
        return new(
            command,
            Help,
            (parsed, ct) => new EncHandler(context.Keeping(parsed, layout)).RunAsync(
                new EncRequest(parsed.GetRequiredValue(files))
                {
                    Output = parsed.GetValue(output),
                    KeepCopy = parsed.GetValue(keep),
                    ForOthers = parsed.GetValue(forOthers),
                    ToStdout = parsed.GetValue(stdout),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                    Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                    Recipients = recipients.Read(parsed, context.Host.Environment),
                },
                ct));
    }
}
