using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>
/// Decrypts a file, changes its first document and writes it back; values that stay keep their
/// ciphertext. Where another program changes the file meanwhile, the change is applied to what the file holds then.
/// </summary>
/// <param name="host">The clock and randomness of the pauses between tries.</param>
/// <param name="written">The format that is written.</param>
internal sealed class DocumentChange(CliHost host, DocumentFormat written)
{
    /// <summary>Reads and decrypts the file, to be encrypted again. Runs for each try.</summary>
    public required Func<CancellationToken, ValueTask<(InputFile Input, DecryptedFile Decrypted)>> Decrypt { get; init; }

    /// <summary>
    /// Called before the changed values are encrypted, with the file as it was read; what it throws ends the change. Default: nothing.
    /// </summary>
    public Func<EncryptedFile, CancellationToken, Task> BeforeEncrypting { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Writes the changed file, unless it no longer holds what was read.</summary>
    public required Func<EncryptedFile, InputFile, CancellationToken, Task> Write { get; init; }

    /// <summary>Changes the file.</summary>
    /// <param name="change">
    /// Changes the document; false leaves the file untouched. Runs again, on another document, if the file was changed meanwhile.
    /// </param>
    /// <param name="ct">Cancels key services and pauses.</param>
    /// <returns>The file as it was written; null if it was left untouched.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>: other programs changed it again and again.</exception>
    public Task<EncryptedFile?> RunAsync(Func<MapNode, bool> change, CancellationToken ct) =>
        ChangeRetry.RunAsync(host, () => TryAsync(change, ct), ct);

    private async Task<EncryptedFile?> TryAsync(Func<MapNode, bool> change, CancellationToken ct)
    {
        var (input, decrypted) = await Decrypt(ct);
        using (decrypted)
        {
            var plain = decrypted.Plain;
            if (!change(plain.Tree.Branches[0]))
            {
                return null;
            }

            if (written != DocumentFormat.Binary)
            {
                plain.CheckEncryptable(written);
            }

            await BeforeEncrypting(decrypted.Encrypted, ct);
            var changed = decrypted.Encrypt(plain, decrypted.Encrypted.Metadata);
            await Write(changed, input, ct);
            return changed;
        }
    }
}
