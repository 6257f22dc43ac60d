using System.Text;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Operations;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds encrypted files whose decrypted copies git would not ignore, before there is one.</summary>
internal sealed class IgnorePatternRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "decrypted-name-not-ignored", CheckLevel.Warning, "git does not ignore the decrypted copy of an encrypted file",
        "'secretskit init' adds *.dec to .gitignore")
    {
        Alias = "K-079",
    };

    /// <inheritdoc/>
    public async ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        if (!repository.Tree.HasGit || !findings.Wants(About))
        {
            return;
        }

        var copies = repository.Facts.Where(file => file.IsEncrypted && file.Listed.State != GitState.Unknown && !repository.Options.Copies.LooksLikeCopy(file.Listed.Path))
            .Select(file => CopyOf(repository, file.Listed.Path)).OfType<string>().Distinct().ToList();
        if (copies.Count == 0)
        {
            return;
        }

        var input = Encoding.UTF8.GetBytes(string.Concat(copies.Select(copy => copy + "\0")));
        // Exit code 1 says that none is ignored.
        var (exit, listing, _) = await new GitCommand(repository.Host, repository.Tree.Root) { TakesPatterns = true }.TryAsync(["check-ignore", "-z", "--stdin"], input, ct);
        if (exit is not (0 or 1))
        {
            return;
        }

        var ignored = FileLister.Split(listing).ToHashSet(StringComparer.Ordinal);
        var open = copies.Where(copy => !ignored.Contains(copy)).ToList();
        if (open is [var first, ..])
        {
            var others = open.Count > 1 ? $" and {open.Count - 1} more" : "";
            findings.Add(About, ".gitignore", $"git does not ignore {first}{others}: a decrypted copy can be committed by accident");
        }
    }

    // One folder for all copies is relative to where one works; outside of the repository it is no concern of git's.
    private static string? CopyOf(CheckedRepository repository, string path)
    {
        var copy = repository.Options.Copies.For(path);
        if (repository.Options.Copies.Folder.Length > 0)
        {
            copy = Path.GetRelativePath(repository.Tree.Root, repository.Host.Environment.CleanPath(copy));
        }

        copy = copy.Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(copy) || copy.StartsWith("../", StringComparison.Ordinal) ? null : copy;
    }
}
