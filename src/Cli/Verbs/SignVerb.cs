using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Signing;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>sign</c>.</summary>
internal static class SignVerb
{
    private static readonly VerbText Help = new(
        "sign [options] PATH...",
        "Signs encrypted files whole, so that a team knows who wrote them: values, keys, comments, recipients and rules. The key is the " +
        "SSH key that "
        + $"{FileSigner.Variable} or --key names. Once a list of allowed signers ({SignaturePolicy.FileName}, or the file that " +
            $"{SignaturePolicy.Variable} names) counts for "
        + "a file, it must be signed to be changed, used by a chart or a command, or accepted by 'check --verify'. Other verbs sign " +
            "what they change by themselves; "
        + "this one is for files that are there, or that sops changed: look at them first. With a key at hand that opens the file, its " +
            "MAC must be right.",
        ("secretskit sign secrets.yaml", "after a look at 'git diff'"),
        ("secretskit sign --key ~/.ssh/id_ed25519.pub deploy", "all encrypted files of a folder, by a key of the ssh-agent"),
        ("secretskit sign --message secrets.yaml > message", "for ssh-keygen -Y verify"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var paths = VerbOptions.Paths();
        var key = VerbOptions.Text(
            "--key",
            "FILE",
            $"The key: a private key file, or a public one whose private half the ssh-agent has. [${FileSigner.Variable}]");
        var message = VerbOptions.Switch("--message", "Print what a signature signs, and sign nothing: for a check by ssh-keygen.");
        var (type, over) = (VerbOptions.InputType(), VerbOptions.WriteOver());
        return new(
            new Command("sign") { paths, key, message, type, over },
            Help,
            (parsed, ct) => new SignHandler(context).RunAsync(
                new SignRequest(parsed.GetRequiredValue(paths))
                {
                    Key = parsed.GetValue(key),
                    MessageOnly = parsed.GetValue(message),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                },
                ct));
    }
}
