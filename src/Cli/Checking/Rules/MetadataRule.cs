using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files that are meant to be encrypted and that no program can open: damaged, or without their metadata.</summary>
internal sealed class MetadataRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "invalid-encrypted-file", CheckLevel.Error, "an encrypted file cannot be opened by anybody",
        "compare it with an earlier version (git log -p FILE)");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Failure is { } failure)
        {
            var line = failure is DocumentException document ? document.Line : 0;
            var what = failure.Code == ErrorCode.MalformedMetadata ? "the sops part is damaged: " : "";
            findings.Add(About, file.Path, line, what + failure.Message.ReplaceLineEndings(" "));
            return;
        }

        if (file.Encrypted is { } encrypted)
        {
            CheckVersion(file, encrypted.Metadata.Version, findings);
            return;
        }

        // Only where the values of a known format are ciphertext: documentation shows ciphertext, too.
        if (!file.HasConflict && FileFormat.Of(null, file.Path) != DocumentFormat.Binary && StartOfCiphertext(file.Content) is var line0 and > 0)
        {
            findings.Add(About, file.Path, line0, "there are encrypted values, and no sops part that says who can decrypt them");
        }
    }

    private void CheckVersion(CheckedFile file, string version, Findings findings)
    {
        try
        {
            file.Encrypted!.Metadata.CheckVersion();
        }
        catch (SecretsKitException)
        {
            findings.Add(About, file.Path, version.Length == 0 ? "the sops part names no version" : "the sops part names a version that is none");
        }
    }

    private static int StartOfCiphertext(ReadOnlySpan<byte> content)
    {
        var start = content.IndexOf("ENC[AES256_GCM,data:"u8);
        if (start <= 0 || content[start - 1] is not ((byte)' ' or (byte)'"' or (byte)'=' or (byte)'\''))
        {
            return 0;
        }

        var rest = content[start..];
        var end = rest.IndexOf((byte)']');
        return end > 0 && rest[..end].IndexOf(",iv:"u8) > 0 && rest[..end].IndexOf(",tag:"u8) > 0 && rest[..end].IndexOf("..."u8) < 0
            ? content[..start].Count((byte)'\n') + 1
            : 0;
    }
}
