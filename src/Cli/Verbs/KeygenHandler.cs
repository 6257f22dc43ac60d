using System.Security.Cryptography;
using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Verbs;

/// <summary>What <c>keygen</c> shall make.</summary>
/// <param name="Output">A new file; <c>-</c> for standard output; null for the user's own file.</param>
/// <param name="Hybrid">Whether it shall hold against quantum computers.</param>
/// <param name="Protect">Whether a passphrase shall protect the file.</param>
/// <param name="Files">Words that nothing is done with.</param>
internal sealed record KeygenRequest(string? Output, bool Hybrid, bool Protect, IReadOnlyList<string> Files);

/// <summary>Makes keys.</summary>
internal sealed class KeygenHandler(VerbContext context)
{
    /// <summary>Makes one.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(KeygenRequest request, CancellationToken ct)
    {
        if (request.Files.Count > 0)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"nothing is to be done with {request.Files[0]}")
            {
                Hint = $"{CommandText.Line("secretskit", "keygen", "-o", request.Files[0])} writes a new key to it, "
                    + $"{CommandText.Line("secretskit", "keygen", "-y", request.Files[0])} prints its public keys",
            };
        }

        var path = request.Output ?? UserKeys.DefaultPath(context.Host.Environment);
        if (path != "-" && (request.Output is not null || request.Protect))
        {
            NewFile.Require(context.Host, path);
        }

        using var passphrase = request.Protect ? await AskTwiceAsync(ct) : null;
        using AgeNativeIdentity identity = request.Hybrid
            ? AgeKeygen.GenerateHybrid(context.Host.Random)
            : AgeKeygen.Generate(context.Host.Random);
        var text = AgeKeygen.RevealIdentityFile(identity, context.Host.Clock.GetLocalNow());
        if (passphrase is not null)
        {
            text = await ProtectAsync(text, passphrase, ct);
        }

        var isAdded = File.Exists(context.Host.Environment.ResolvePath(path));
        if (path == "-")
        {
            Output.Print(context.Host, Encoding.UTF8.GetBytes(text));
            return ExitCodes.Success;
        }

        if (passphrase is null)
        {
            UserKeys.Append(context.Host, path, text);
        }
        else
        {
            UserKeys.Create(context.Host, path, text);
        }

        Report(request, path, isAdded, identity.Recipient!.ToString());
        return ExitCodes.Success;
    }

    private void Report(KeygenRequest request, string path, bool isAdded, string recipient)
    {
        context.Terminal.Say($"private key added to {path}; keep a copy where you keep passwords", TextStyle.Good);
        if (request.Output is not null)
        {
            context.Terminal.Hint($"export SOPS_AGE_KEY_FILE={CommandText.Word(context.Host.Environment.CleanPath(request.Output))}");
        }
        else if (isAdded)
        {
            context.Terminal.Hint(
                "the file held a key before; each key in it opens files, and "
                    + $"{CommandText.Line("secretskit", "keygen", "-y", path)} prints "
                    + "all public halves");
        }

        context.Terminal.Say("public key, for .sops.yaml and for whoever encrypts for you:", TextStyle.Quiet);
        context.Host.WriteLine(recipient);
    }

    private async Task<SecretBytes> AskTwiceAsync(CancellationToken ct)
    {
        var first = await AskAsync("Passphrase for the new key: ", ct);
        using var second = await AskAsync("The same again: ", ct);
        if (first.Length > 0 && first.FixedTimeEquals(second))
        {
            return first;
        }

        var problem = first.Length == 0 ? "the passphrase is empty" : "the two passphrases differ";
        first.Dispose();
        throw new SecretsKitException(ErrorCode.General, problem) { Hint = "nothing was written; run the command again" };
    }

    private async Task<SecretBytes> AskAsync(string question, CancellationToken ct) => await context.Host.Prompt.AskAsync(question, ct)
        ?? throw new SecretsKitException(ErrorCode.General, "there is no terminal to ask for a passphrase on")
        {
            Hint = "without --passphrase the key is written as it is, readable by you alone",
        };

    private async Task<string> ProtectAsync(string text, SecretBytes passphrase, CancellationToken ct)
    {
        var plaintext = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(text), pinned: true);
        Encoding.UTF8.GetBytes(text, plaintext);
        try
        {
            return Encoding.ASCII.GetString(await AgeKeygen.ProtectAsync(plaintext, passphrase, context.Host.Random, ct));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}
