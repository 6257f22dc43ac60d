using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>keygen</c>.</summary>
internal static class KeygenVerb
{
    private static readonly VerbText Help = new(
        "keygen [options] [FILE...]",
        "Makes an age key. The private half is added to the file where sops and this program look for it by themselves "
        + "(~/.config/sops/age/keys.txt), readable by you alone; nothing in that file is overwritten. The public half, "
        + "which you give to others and put into .sops.yaml, is printed. With -y nothing is made: the public halves of the keys in FILE " +
            "are printed.",
        ("secretskit keygen", "a key for you"),
        ("secretskit keygen --passphrase -o key.age", "a key in a file that asks for a passphrase"),
        ("secretskit keygen -o ci-key.txt", "a key for a pipeline, in a file of its own"),
        ("secretskit keygen -y ~/.ssh/id_ed25519", "the recipient for an SSH key"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var output = VerbOptions.Text("--output", "FILE", "Write to this new file; '-' prints a private key.", "-o");
        var hybrid = VerbOptions.Switch(
            "--pq", "Make a key that holds against quantum computers too (age1pq1...; age 1.3 or later).", "-pq");
        var passphrase = VerbOptions.Switch("--passphrase", "Ask for a passphrase and encrypt the file with it.", "-p");
        var convert = VerbOptions.Switch("--convert", "Print the public keys of FILE, or of standard input.", "-y");
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "With -y: private keys of age or SSH; '-' is standard input.",
        };
        return new(
            new Command("keygen") { output, hybrid, passphrase, convert, files },
            Help,
            (parsed, ct) => parsed.GetValue(convert)
                ? new PublicKeysHandler(context).RunAsync(parsed.GetValue(files) ?? [], parsed.GetValue(output), ct)
                : new KeygenHandler(context).RunAsync(
                    new(parsed.GetValue(output), parsed.GetValue(hybrid), parsed.GetValue(passphrase), parsed.GetValue(files) ?? []), ct));
    }
}
