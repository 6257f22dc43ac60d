using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>Files to encrypt.</summary>
internal sealed record EncRequest(IReadOnlyList<string> Files)
{
    /// <summary>Another file for the result, or null.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the result is printed.</summary>
    public bool ToStdout { get; init; }

    /// <summary>Whether a decrypted copy that was taken over stays.</summary>
    public bool KeepCopy { get; init; }

    /// <summary>The format, or null for that of the name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether it is fine that no key at hand opens the result.</summary>
    public bool ForOthers { get; init; }

    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }

    /// <summary>The configuration, or null to search.</summary>
    public string? Config { get; init; }

    /// <summary>Who shall read the files, if not as configured.</summary>
    public RecipientChoice Recipients { get; init; } = RecipientChoice.None;
}

/// <summary>Encrypts files.</summary>
internal sealed class EncHandler(VerbContext context)
{
    /// <summary>Encrypts each file.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(EncRequest request, CancellationToken ct)
    {
        // A dash is standard input, and standard output behind --output.
        request = request with
        {
            ToStdout = request.ToStdout
                || request.Output == InputFile.Dash
                || (request.Output is null && request.Files is [InputFile.Dash]),
            Output = request.Output == InputFile.Dash ? null : request.Output,
        };
        if (request is { Output: not null, ToStdout: true })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "--output and --stdout exclude each other")
            {
                Hint = "leave one of them out",
            };
        }

        if (request.Files.Count > 1 && (request.Output is not null || request.ToStdout))
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "several files cannot go into one result")
            {
                Hint = "encrypt them in place, or one after the other",
            };
        }

        if (request.Files.FirstOrDefault(LooksLikeRecipient) is { } recipient)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"{recipient} stands where a file belongs; nothing was encrypted")
            {
                Hint = "several recipients have commas between them, or --age before each",
            };
        }

        var keys = context.Host.LocalKeyRing();
        var lockout = new LockoutGuard(context, keys, request.ForOthers);
        return context.ForEachFileAsync("enc", request.Files, file => EncryptAsync(request, file, keys, lockout, ct));
    }

    // The file would be encrypted for those before it alone.
    private bool LooksLikeRecipient(string file) =>
        (file.StartsWith("age1", StringComparison.Ordinal) || file.StartsWith("ssh-", StringComparison.Ordinal))
        && !file.Contains('.', StringComparison.Ordinal)
        && !File.Exists(context.Host.Environment.ResolvePath(file));

    private async Task EncryptAsync(EncRequest request, string file, KeyRing keys, LockoutGuard lockout, CancellationToken ct)
    {
        var host = context.Host;
        var path = host.Environment.CleanPath(file);
        var format = FileFormat.Of(request.InputType, path);
        RequireNoCopy(request, file);
        var input = await context.ReadAsync(file, ct);
        var takeover = new CopyTakeover(context, request, file, format);
        if (EncryptedFile.LooksEncrypted(input.Content, format))
        {
            if (takeover.HasCopy)
            {
                await takeover.RunAsync(ct);
                return;
            }

            string[] type = EncryptedFile.Recognize(input.Content, format).Format is var real && real != format
                ? ["--input-type", FileFormat.NameOf(real)]
                : [];
            throw new SecretsKitException(ErrorCode.AlreadyEncrypted, "the file is encrypted already")
            {
                Hint = $"{CommandText.Line(["secretskit", "edit", .. type, file])} changes it; "
                    + $"{CommandText.Line(["secretskit", "dec", .. type, file])} writes the plaintext to {file}.dec, and 'enc' takes that "
                    + "over",
            };
        }

        // Who names the format means these bytes.
        if (request.InputType is null)
        {
            FileDiagnosis.RequirePlain(input.Content, file);
        }

        if (format == DocumentFormat.Dotenv && input.Content.AsSpan().IndexOf("\r\n"u8) >= 0)
        {
            context.Terminal.Say(
                $"warning: {file}: its lines end as on Windows (CR LF): a carriage return becomes the last letter of each value",
                TextStyle.Warning);
            context.Terminal.Hint($"{CommandText.Line("sed", "-i", "s/\\r$//", file)} before it is encrypted");
        }

        takeover.RequireSame(input.Content);

        var found = RuleFinder.Find(
            host.Environment, request.Recipients, request.Config, path, format, context.WarnOfUnread);
        RecipientCheck.Require(found.Rule.Groups, request.Recipients.IsEmpty ? found.Config : null);
        context.Terminal.Say($"encrypting {file}");
        if (file == InputFile.Dash && request.InputType is null)
        {
            context.Terminal.Say(
                "warning: standard input has no name that tells its format: it is encrypted whole, as opaque bytes", TextStyle.Warning);
            context.Terminal.Hint("--input-type yaml, json, dotenv or ini encrypts value by value");
        }

        var plain = PlainFile.Load(input.Content, format);
        if (format != DocumentFormat.Binary)
        {
            plain.CheckEncryptable(format);
        }

        var rule = found.Rule with { Groups = await keys.Services.ResolveAsync(found.Rule.Groups, ct) };
        await lockout.RequireAsync(new(file, null, AccessPolicy.Of(rule)), ct);
        using var encryption = await FileEncryption.CreateAsync(keys, rule, ct);
        var encrypted = encryption.Encrypt(plain);
        var target = request.ToStdout ? "" : request.Output ?? file;
        var layout = context.Keeping(VerbContext.Layout(found.Config, format), input.Content);
        Write(request, file, input, await context.Signer.SerializeAsync(encrypted, target, format, layout, ct));
        Say(request, file, found, CiphertextCount.Of(encrypted));
        takeover.RemoveIfSame(input.Content);
    }

    // Its name says nothing of its format: it would become opaque bytes.
    private void RequireNoCopy(EncRequest request, string file)
    {
        if (file.EndsWith(CopyBeside.Suffix, StringComparison.Ordinal) && request is { InputType: null, Output: null, ToStdout: false })
        {
            var source = file[..^CopyBeside.Suffix.Length];
            throw new SecretsKitException(ErrorCode.Usage, "this is a decrypted copy, not the file itself")
            {
                Hint = File.Exists(context.Host.Environment.ResolvePath(source))
                    ? $"{CommandText.Line("secretskit", "enc", source)} takes its values over"
                    : $"{CommandText.Line("mv", file, source)}, and encrypt that; --input-type encrypts it under this name",
            };
        }
    }

    private void Write(EncRequest request, string file, InputFile input, byte[] content)
    {
        if (request.ToStdout)
        {
            Output.Print(context.Host, content);
        }
        else
        {
            Output.Write(
                context.Host,
                request.Output ?? file,
                content,
                FileContentKind.Public,
                request.Output is null ? input.Snapshot() : null,
                request.WriteMode);
        }
    }

    private void Say(EncRequest request, string file, FoundRule found, (int Encrypted, int All) values)
    {
        var target = request.Output is { } other ? $" as {other}" : "";
        var people = found.Recipients == 1 ? "1 recipient" : $"{found.Recipients} recipients";
        context.Terminal.Say(
            $"encrypted {file}{target}: {values.Encrypted} of {values.All} values, {people} ({found.Origin})", TextStyle.Good);
        if (values is { Encrypted: 0, All: > 0 })
        {
            context.Terminal.Say("warning: nothing in this file is encrypted: the rule selects none of its values", TextStyle.Warning);
            context.Terminal.Hint($"look at the selection fields (encrypted_regex and the like) of the rule in {found.Origin}");
        }
    }
}
