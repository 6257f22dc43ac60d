using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Doctor;

/// <summary>The words of <c>doctor</c>.</summary>
internal static class DoctorVerb
{
    private static readonly VerbText Help = new(
        "doctor [options]",
        "Looks at everything that encrypting and decrypting needs on this machine and in this folder: keys and why they are not found, " +
        "which files they open, the editor, a folder in memory for plaintext, git, completion, versions, and plaintext that was left. " +
        "Nothing is changed, no value is decrypted, and no passphrase is asked for.",
        ("secretskit doctor", "why does it not work here?"),
        ("secretskit doctor -o json | jq '.findings[] | select(.level == \"problem\")'", "for scripts"))
    {
        ExitCodes = [("1", "there is a problem")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var output = VerbOptions.Choice(
            "--output", "FORMAT", "'json' prints one object; 'text' is the default.", ["text", "json"], "-o");
        return new(
            new Command("doctor") { output },
            Help,
            (parsed, ct) => new DoctorHandler(context).RunAsync(VerbOptions.WantsJson(parsed, output), ct));
    }
}
