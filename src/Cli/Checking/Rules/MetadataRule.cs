using SecretsKit.Cli.Reporting;
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
            findings.Add(About, file.Path, line, failure.Problem.ReplaceLineEndings(" "));
            return;
        }

        if (file.Encrypted is { } encrypted)
        {
            CheckVersion(file, encrypted.Metadata.Version, findings);
            return;
        }

        if (file is { IsOrphaned: true, HasConflict: false })
        {
            findings.Add(
                About,
                file.Path,
                LineOfCiphertext(file.Content),
                "there are encrypted values, and no sops part that says who can decrypt them");
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
            findings.Add(
                About, file.Path, version.Length == 0 ? "the sops part names no version" : "the sops part has a version that is not one");
        }
    }

    // 0, the whole file, where the text writes ciphertext with escapes.
    private static int LineOfCiphertext(ReadOnlySpan<byte> content) =>
        content.IndexOf("ENC[AES256_GCM,data:"u8) is var start and >= 0 ? content[..start].Count((byte)'\n') + 1 : 0;
}
