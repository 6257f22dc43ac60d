using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Syncing.Places;

/// <summary>Writes plaintext of Secrets to files that are their owner's alone, or encrypts them as <c>.sops.yaml</c> says.</summary>
/// <param name="context">Of the run.</param>
/// <param name="encrypts">Whether they are encrypted.</param>
/// <param name="config">The configuration that was named, or null to search.</param>
internal sealed class SecretFileWriter(VerbContext context, bool encrypts, string? config)
{
    /// <summary>Writes a file in one step.</summary>
    /// <param name="path">As shown.</param>
    /// <param name="content">The plaintext.</param>
    /// <param name="format">Its format.</param>
    /// <param name="ct">Ends key services.</param>
    /// <exception cref="SecretsKitException">Others may read the file, no rule is for it, or it cannot be written.</exception>
    public async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, DocumentFormat format, CancellationToken ct)
    {
        RequireForm(path);
        if (encrypts)
        {
            Output.WriteDerived(context.Host, path, await EncryptAsync(path, content, format, ct), FileContentKind.Public);
        }
        else
        {
            Output.WriteDerived(context.Host, path, content, FileContentKind.Plaintext);
        }
    }

    /// <summary>Refuses a file that is there in the other form, or that others may read.</summary>
    /// <exception cref="SecretsKitException">It is.</exception>
    public void RequireForm(string path)
    {
        if (encrypts || !File.Exists(context.Host.Environment.ResolvePath(path)))
        {
            return;
        }

        if (EncryptedFile.LooksEncrypted(FileReader.Read(context.Host.Environment, path), DocumentFormats.OfPath(path)))
        {
            throw new SecretsKitException(ErrorCode.AlreadyEncrypted, DisplayText.Message($"{path} is encrypted, and would be plaintext"))
            {
                Hint = "--encrypt keeps it encrypted",
            };
        }

        if (Output.IsOpenToOthers(context.Host, path))
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, DisplayText.Message($"{path} is there already and others may read it"))
            {
                Hint = $"'chmod 600 {path}' makes it yours alone",
            };
        }
    }

    private async ValueTask<byte[]> EncryptAsync(string path, ReadOnlyMemory<byte> content, DocumentFormat format, CancellationToken ct)
    {
        var host = context.Host;
        var found = RuleFinder.Find(
            host.Environment, choice: null, config, host.Environment.CleanPath(path), format, context.WarnOfUnread);
        var keys = host.LocalKeyRing();
        var rule = found.Rule with { Groups = await keys.Services.ResolveAsync(found.Rule.Groups, ct) };
        using var encryption = await FileEncryption.CreateAsync(keys, rule, ct);
        var encrypted = encryption.Encrypt(PlainFile.Load(content, format));
        return CiphertextCount.Of(encrypted) is { Encrypted: 0, All: > 0 }
            ? throw new SecretsKitException(
                ErrorCode.NoMatchingRule, DisplayText.Message($"{path}: the rule in {found.Origin} encrypts none of its values"))
            {
                Hint = "its selection fields must take the values of a Secret: encrypted_regex: ^(data|stringData)$",
            }
            : await context.Signer.SerializeAsync(encrypted, path, format, VerbContext.Layout(found.Config, format), ct);
    }
}
