using SecretsKit.Cli.Reporting;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>
/// Finds what killed processes of ours left: temporary files beside the files of the repository, ignored ones too, and plaintext in memory.
/// </summary>
internal sealed class AbandonedFileRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "abandoned-file", CheckLevel.Warning, "a killed process left a temporary file",
        "'rm -r FILE' removes it; so does the next command that makes such a file in the same folder");

    /// <inheritdoc/>
    public ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        // What is staged is no matter of the disk.
        if (repository.Tree.Staged is not null || !findings.Wants(About))
        {
            return ValueTask.CompletedTask;
        }

        var folders = repository.Tree.Files.Select(file => Path.GetDirectoryName(repository.Tree.FullPath(file.Path))!)
            .Append(repository.Tree.Root);
        foreach (var path in folders.Distinct(StringComparer.Ordinal).SelectMany(AbandonedFiles.FilesIn))
        {
            ct.ThrowIfCancellationRequested();
            var what = path.EndsWith(".dec", StringComparison.Ordinal) ? "plaintext" : "a temporary file";
            findings.Add(About, repository.Shown(path), $"a killed process left {what} here");
        }

        foreach (var path in AbandonedFiles.Folders(repository.Host.Environment))
        {
            findings.Add(About, path, "a killed process left a folder that may hold plaintext");
        }

        return ValueTask.CompletedTask;
    }
}
