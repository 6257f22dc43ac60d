using System.Security.Cryptography;
using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Verbs;

/// <summary>Prints the public halves of private keys, <c>keygen -y</c>.</summary>
internal sealed class PublicKeysHandler(VerbContext context)
{
    /// <summary>Reads all files before anything is written.</summary>
    /// <param name="files">
    /// <c>-</c> is standard input. So is none, where that holds data; on a terminal the keys of this user are meant.
    /// </param>
    /// <param name="output">A new file; null or <c>-</c> for standard output.</param>
    /// <param name="ct">Ends a question for a passphrase.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> files, string? output, CancellationToken ct)
    {
        var text = new StringBuilder();
        if (files.Count == 0 && context.Host.InputIsDevice)
        {
            text.AppendJoin('\n', OwnRecipients()).Append('\n');
        }
        else
        {
            files = files.Count > 0 ? files : ["-"];
        }

        foreach (var file in files)
        {
            text.Append(await ConvertAsync(file, ct));
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (output is null or "-")
        {
            Output.Print(context.Host, bytes);
            return ExitCodes.Success;
        }

        NewFile.Require(context.Host, output);
        Output.Write(context.Host, output, bytes, FileContentKind.Public, FileSnapshot.Missing);
        return ExitCodes.Success;
    }

    private IReadOnlyList<string> OwnRecipients() => UserKeys.Recipients(context.Host) is { Count: > 0 } own ? own
        : throw new SecretsKitException(ErrorCode.General, "there is no age key of yours in the places where sops looks")
        {
            Hint = "'secretskit keygen' makes one; 'secretskit keygen -y FILE' prints those of a file, 'secretskit doctor' what was "
                + "looked for",
        };

    private async Task<string> ConvertAsync(string file, CancellationToken ct)
    {
        var name = file == "-" ? "standard input" : file;
        var text = file == "-"
            ? (await InputFile.ReadStandardInputAsync(context.Host, ct)).Content
            : FileReader.Read(context.Host.Environment, file);
        try
        {
            return await RecipientsAsync(text, name, ct);
        }
        catch (AgeException failure)
        {
            throw new SecretsKitException(failure.Code, $"{name}: {failure.Message}", failure)
            {
                Hint = failure.Hint ?? "-y takes files of private keys: age identities, or private SSH keys",
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private async Task<string> RecipientsAsync(byte[] text, string name, CancellationToken ct)
    {
        if (AgeKeygen.IsProtected(text))
        {
            using var identity = new ScryptIdentity(await context.Host.Prompt.AskAsync(DisplayText.Message($"Passphrase of {name}: "), ct)
                ?? throw new AgeException(AgeFailure.Passphrase, "there is no terminal to ask for the passphrase on"));
            var plaintext = await OpenAsync(text, identity, ct);
            try
            {
                return AgeKeygen.RecipientsOf(plaintext);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plaintext);
            }
        }

        if (text.AsSpan().IndexOf("PRIVATE KEY-----"u8) < 0)
        {
            return AgeKeygen.RecipientsOf(text);
        }

        using var key = AgeIdentity.ParseSshPrivateKey(text, context.Host.Random);
        return key.Recipient + "\n";
    }

    private static async Task<byte[]> OpenAsync(byte[] text, ScryptIdentity identity, CancellationToken ct)
    {
        try
        {
            return await AgeFile.DecryptAsync(text, [identity], AgeEncoding.Detect, ct);
        }
        catch (AgeException failure) when (failure.Failure == AgeFailure.NoMatch)
        {
            throw new AgeException(AgeFailure.Passphrase, "incorrect passphrase, or none that was asked for", failure);
        }
    }
}
