using System.CommandLine;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>keygen</c>.</summary>
internal static class KeygenVerb
{
    private static readonly VerbText Help = new(
        "keygen [options]",
        "Makes an age key. The private half is added to the file where sops and this program look for it by themselves "
        + "(~/.config/sops/age/keys.txt), readable by you alone; nothing in that file is overwritten. The public half, "
        + "which you give to others and put into .sops.yaml, is printed.",
        ("secretskit keygen", "a key for you"),
        ("secretskit keygen -o ci-key.txt", "a key for a pipeline, in a file of its own"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var output = VerbOptions.Text("--output", "FILE", "Write the private key to this new file; '-' prints it.", "-o");
        return new(new Command("keygen") { output }, Help, (parsed, _) => Task.FromResult(new KeygenHandler(context).Run(parsed.GetValue(output))));
    }
}

/// <summary>Makes keys.</summary>
internal sealed class KeygenHandler(VerbContext context)
{
    /// <summary>Makes one.</summary>
    /// <param name="output">A new file; <c>-</c> for standard output; null for the user's own file.</param>
    /// <returns>The exit code.</returns>
    public int Run(string? output)
    {
        using var identity = AgeKeygen.Generate(context.Host.Random);
        var text = AgeKeygen.RevealIdentityFile(identity, context.Host.Clock.GetLocalNow());
        if (output == "-")
        {
            Output.Print(context.Host, System.Text.Encoding.UTF8.GetBytes(text));
            return ExitCodes.Success;
        }

        if (output is not null && File.Exists(context.Host.Environment.ResolvePath(output)))
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"{output} is there already, and a key that is overwritten is lost for ever")
            {
                Hint = "name a new file",
            };
        }

        var path = output ?? UserKeys.DefaultPath(context.Host.Environment);
        UserKeys.Append(context.Host, path, text);
        context.Terminal.Say($"private key added to {path}; keep a copy where you keep passwords", TextStyle.Good);
        context.Terminal.Say("public key, for .sops.yaml and for whoever encrypts for you:", TextStyle.Quiet);
        context.Host.WriteLine(identity.Recipient.ToString());
        if (output is not null)
        {
            context.Terminal.Hint($"export SOPS_AGE_KEY_FILE={context.Host.Environment.CleanPath(output)}");
        }

        return ExitCodes.Success;
    }
}
