using SecretsKit.Cli.Auditing;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Publishing;

/// <summary>One file, and where its rule sends it.</summary>
/// <param name="Input">The encrypted file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Rule">The destination rule.</param>
/// <param name="Name">The published name.</param>
internal sealed record PublishItem(InputFile Input, DocumentFormat Format, DestinationRule Rule, string Name);

/// <summary>
/// Makes what is sent from an encrypted file: the file as it is, encrypted again for the readers of the destination, or its values.
/// </summary>
internal sealed class Publisher(KeyRing keys, DecryptionRequest request, WriteOptions layout)
{
    /// <summary>Signs what is encrypted again; null for none, as in the reference. Lent.</summary>
    public FileSigner? Signer { get; init; }

    /// <summary>Receives what is done with the values of a file, before anything is made of them; null for nobody.</summary>
    public Func<AuditAction, CancellationToken, Task>? Record { get; init; }

    /// <summary>Prepares a file. Nothing is sent.</summary>
    /// <param name="item">The file.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="terminal">Gets the change of readers.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="Core.Errors.SecretsKitException">
    /// It is not encrypted, cannot be decrypted, or cannot be encrypted for the new readers.
    /// </exception>
    public async Task<Publication> PrepareAsync(
        PublishItem item, PublishDestination destination, TerminalOutput terminal, CancellationToken ct)
    {
        // A file that is not encrypted ends here, and never at a destination.
        var encrypted = EncryptedFile.Load(item.Input.Content, item.Format);
        if (!destination.TakesValues && !item.Rule.RecreationRule.HasKeys)
        {
            return new(item.Name) { Content = item.Input.Content };
        }

        using var decrypted = await DecryptedFile.DecryptAsync(encrypted, keys, request, ct);
        await RecordAsync(AuditAction.Decrypt, ct);
        return destination.TakesValues
            ? new(item.Name) { Values = decrypted.Plain }
            : new(item.Name) { Content = await EncryptAsync(item, destination.UrlOf(item.Name), encrypted, decrypted.Plain, terminal, ct) };
    }

    private async Task<byte[]> EncryptAsync(
        PublishItem item, string target, EncryptedFile old, PlainFile plain, TerminalOutput terminal, CancellationToken ct)
    {
        var rule = item.Rule.RecreationRule.Resolve(EncryptionContext.Empty);
        var groups = await keys.Services.ResolveAsync(rule.KeyGroups, ct);
        var differences = KeyGroupDifference.Between([.. old.Metadata.KeyGroups.Select(group => group.Group)], groups);
        if (differences.Any(difference => difference.IsChange))
        {
            terminal.Print("The following changes will be made to the file's key groups:");
            KeyGroupReport.Print(terminal, differences);
        }

        // Of the selection only suffixes are taken over, as in the reference; opaque bytes have no keys to select by.
        var suffixes = new SelectionFields
        {
            UnencryptedSuffix = rule.Selection.UnencryptedSuffix,
            EncryptedSuffix = rule.Selection.EncryptedSuffix,
        };
        var selection = item.Format == DocumentFormat.Binary ? SelectionFields.None : suffixes.OrDefault();
        using var encryption = await FileEncryption.CreateAsync(
            keys, new(groups, rule.ShamirThreshold, selection, MacOnlyEncrypted: false), ct);
        await RecordAsync(AuditAction.Encrypt, ct);
        var made = encryption.Encrypt(plain);
        return Signer is { } signer
            ? await signer.SerializeAsync(made, item.Input.Path, target, item.Format, layout, ct)
            : made.Serialize(item.Format, layout);
    }

    private Task RecordAsync(AuditAction action, CancellationToken ct) => Record?.Invoke(action, ct) ?? Task.CompletedTask;
}
