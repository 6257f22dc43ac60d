using SecretsKit.Cli.Git.Merging;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>
/// Finds what the merge driver left beside a file whose conflict nobody settled: the file itself is whole, and holds one side only.
/// </summary>
internal sealed class UnresolvedConflictRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "unresolved-conflict", CheckLevel.Error, "a conflict in an encrypted file was not settled",
        "'secretskit git resolve --add FILE' settles it in your editor, or with --ours or --theirs; if it is settled, remove the " +
        ".conflict file");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (ConflictFile.SubjectOf(file.Path, file.Content) is { } subject)
        {
            findings.Add(
                About, subject, $"a merge left a conflict, and the file holds one side of it: {Path.GetFileName(file.Path)} holds both");
        }
    }
}
