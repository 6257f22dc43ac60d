using SecretsKit.Cli.Reporting;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds markers of unfinished merges in encrypted files and configurations, which nobody can open then.</summary>
internal sealed class ConflictRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "merge-conflict", CheckLevel.Error, "a merge was not finished",
        "take one side whole with 'git checkout --ours FILE' or '--theirs', then repeat the other side's changes with 'secretskit edit " +
        "FILE'");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.HasConflict && (file.IsEncrypted || file.Path.EndsWith(".sops.yaml", StringComparison.Ordinal)))
        {
            findings.Add(
                About, file.Path, ConflictMarkers.Line(file.Content), "this file holds the markers of a merge that was not finished");
        }
    }
}
