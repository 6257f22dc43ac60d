using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds decrypted copies that git tracks, or would.</summary>
internal sealed class DecryptedFileRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "decrypted-file", CheckLevel.Error, "a decrypted copy can reach the repository",
        "'secretskit init' adds *.dec to .gitignore; 'git rm --cached FILE' takes a tracked one out of the repository")
    {
        Alias = "K-079",
    };

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        // A copy that was encrypted again, or is empty, gives nothing away.
        if (!file.IsDecryptedCopy || file.IsEncrypted || file.Content.Length == 0 || file.Listed.State == GitState.Unknown)
        {
            return;
        }

        findings.Add(About, file.Path, file.Listed.State == GitState.Tracked
            ? "this decrypted copy is tracked by git"
            : "this decrypted copy is not ignored by git and can be committed by accident");
    }
}
