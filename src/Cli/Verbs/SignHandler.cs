using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>Files to sign.</summary>
internal sealed record SignRequest(IReadOnlyList<string> Paths)
{
    /// <summary>The file with the key, or null for that of the variable.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the message is printed instead.</summary>
    public bool MessageOnly { get; init; }

    /// <summary>The format, or null for that of the names.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether files are replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }
}

/// <summary>Signs files as they are.</summary>
internal sealed class SignHandler(VerbContext context)
{
    private const string Verb = "sign";

    private enum Signed
    {
        Now,
        NowUnopened,
        Before,
    }

    /// <summary>Signs each file.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(SignRequest request, CancellationToken ct)
    {
        if (request.MessageOnly)
        {
            return await context.ForEachFileAsync(Verb, request.Paths, file => PrintMessageAsync(request, file, ct));
        }

        var host = request.Key is { } path
            ? context.Host.With(environment: context.Host.Environment.WithVariables([new(FileSigner.Variable, path)]))
            : context.Host;
        using var signer = new FileSigner(host, context.Terminal, context.Signatures);
        if (await signer.OpenAsync(ct) is not { } key)
        {
            throw new SecretsKitException(ErrorCode.NoInput, "no signing key is named")
            {
                Hint = $"name its file by --key or {FileSigner.Variable}; 'ssh-keygen -t ed25519' makes one",
            };
        }

        var keys = context.Host.LocalKeyRing();
        var batch = new FileBatch(context);
        var outcomes = await batch.RunAsync(
            "signing", batch.Expand(request.Paths, ct), async (file, token) =>
                await SignAsync(request, file, signer, key, keys, token), ct);
        foreach (var (file, signed, _) in outcomes.Where(outcome => outcome.Failure is null))
        {
            context.Terminal.Say(
                signed switch
                {
                    Signed.Before => $"{file}: signed already with this key",
                    Signed.NowUnopened => $"{file}: signed; no key at hand opens it, so its values were not looked at",
                    _ => $"{file}: signed",
                },
                signed == Signed.NowUnopened ? TextStyle.Warning : TextStyle.Good);
        }

        return batch.Report(Verb, outcomes);
    }

    private async ValueTask<Signed> SignAsync(
        SignRequest request, string path, FileSigner signer, ISigningKey key, KeyRing keys, CancellationToken ct)
    {
        var format = await context.FormatAsync(request.InputType, path, ct);
        var input = await context.ReadAsync(path, ct);
        var file = EncryptedFile.Load(input.Content, format);
        var before = FileSignature.Verify(file, null, context.Host.Now());
        if (before.Outcome == SignatureOutcome.UnknownSigner && before.Fingerprint == key.PublicKey.Fingerprint)
        {
            return Signed.Before;
        }

        var isOpened = await HasOpenedAsync(file, keys, ct);
        var text = await signer.SerializeAsync(file, path, format, context.LayoutOf(path, format), ct);
        context.WriteBack(path, input, text, request.WriteMode);
        return isOpened ? Signed.Now : Signed.NowUnopened;
    }

    // Who signs vouches for the values, so they are looked at where that can be done.
    private static async ValueTask<bool> HasOpenedAsync(EncryptedFile file, KeyRing keys, CancellationToken ct)
    {
        try
        {
            using var decrypted = await DecryptedFile.DecryptAsync(file, keys, new(MacPolicy.Require), ct);
            return true;
        }
        catch (DataKeyUnrecoverableException)
        {
            return false;
        }
    }

    private async Task PrintMessageAsync(SignRequest request, string path, CancellationToken ct)
    {
        var input = await context.ReadAsync(path, ct);
        using var message = new OutputBuffer();
        FileSignature.WriteMessage(EncryptedFile.Load(input.Content, await context.FormatAsync(request.InputType, path, ct)), message);
        Output.Print(context.Host, message.ToArray());
    }
}
