using System.Security.Cryptography;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Git;

/// <summary>Shows files to <c>git diff</c>. Whatever is wrong with a file, a diff is shown: of its text as it is.</summary>
internal sealed class TextconvHandler(VerbContext context)
{
    /// <summary>Prints what git shall compare.</summary>
    /// <param name="file">The file, usually a copy that git made.</param>
    /// <param name="isMasked">Whether values are hidden.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(string file, bool isMasked, CancellationToken ct) => context.ForEachFileAsync("git", [file], async _ =>
    {
        // As it is: what git asks about may be in the middle of a merge.
        var input = await InputFile.ReadAsync(context.Host, file, ct);
        Output.PrintPlaintext(context.Host, await ShownAsync(input, isMasked, ct));
    });

    private async Task<byte[]> ShownAsync(InputFile input, bool isMasked, CancellationToken ct)
    {
        var name = Path.GetFileName(input.Path);
        var found = EncryptedFile.Recognize(input.Content, FileFormat.Of(null, input.Path));
        var format = found.Format;
        if (!found.IsEncrypted)
        {
            Note($"{name} is not encrypted");
            return AccessBlock.Without(input.Content);
        }

        try
        {
            var encrypted = EncryptedFile.Load(input.Content, format);
            var values = isMasked
                ? MaskedText.Of(encrypted, format, context.LayoutOf(input.Path, format))
                : await PlaintextAsync(encrypted, name, format, input.Path, ct);
            try
            {
                return AccessBlock.Append(
                    values, AccessPolicy.Of(encrypted.Metadata), isMasked && format == DocumentFormat.Binary ? DocumentFormat.Json : format);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(values);
            }
        }
        catch (DataKeyUnrecoverableException)
        {
            Note($"{name}: none of the keys at hand opens it, so the diff is that of the ciphertext");
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            Note($"{name} cannot be decrypted, so the diff is that of the ciphertext: {failure.Problem}");
        }

        return AccessBlock.Without(input.Content);
    }

    private async Task<byte[]> PlaintextAsync(
        EncryptedFile encrypted, string name, DocumentFormat format, string path, CancellationToken ct)
    {
        var keys = context.Host.LocalKeyRing();
        using var decrypted = await DecryptedFile.DecryptAsync(encrypted, keys, new(MacPolicy.Report), ct);
        if (!decrypted.Mac.IsAccepted)
        {
            Note($"{name}: the MAC does not match: this version was changed without its key, as a merge by hand does");
        }

        return decrypted.Plain.Serialize(format, context.LayoutOf(path, format));
    }

    private void Note(string text) => context.Terminal.Say("secretskit: " + text, TextStyle.Quiet);
}
