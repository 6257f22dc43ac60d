using System.Text;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Reporting;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds encrypted files whose decrypted copies git would not ignore, before there is one.</summary>
internal sealed class IgnorePatternRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "decrypted-name-not-ignored", CheckLevel.Warning, "git does not ignore the decrypted copy of an encrypted file",
        "'secretskit init' adds *.dec and .*.tmp to .gitignore")
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

        var encrypted = repository.Facts.Where(file => file.IsEncrypted
            && file.Listed.State != GitState.Unknown
            && !repository.Options.Copies.LooksLikeCopy(file.Listed.Path))
            .Select(file => file.Listed.Path).ToList();
        var copies = encrypted.Select(path => CopyOf(repository, path)).OfType<string>().Distinct().ToList();
        var temporary = encrypted.ConvertAll(path => TemporaryOf(path, names => names.Plaintext));
        var other = encrypted.ConvertAll(path => TemporaryOf(path, names => names.Other));
        if (encrypted.Count == 0 || await OpenAsync(repository, [.. copies, .. temporary, .. other], ct) is not { } open)
        {
            return;
        }

        Tell(copies, About.Level, "a decrypted copy can be committed by accident");

        // Where copies have other names, a pattern for these does not cover what a killed process leaves of one.
        if (copies.Exists(open.Contains) is false)
        {
            Tell(temporary, About.Level, "what a killed decryption leaves can be committed by accident");
        }

        Tell(other, CheckLevel.Note, "what a killed change leaves can be committed by accident, though it is encrypted");

        void Tell(List<string> names, CheckLevel level, string consequence)
        {
            if (names.Where(open.Contains).ToList() is [var first, ..] all)
            {
                var others = all.Count > 1 ? $" and {all.Count - 1} more" : "";
                findings.Add(new(About, level, ".gitignore", 0, 0, $"git does not ignore {first}{others}: {consequence}"));
            }
        }
    }

    /// <summary>Those that git does not ignore; null where it cannot say.</summary>
    private static async Task<HashSet<string>?> OpenAsync(CheckedRepository repository, List<string> names, CancellationToken ct)
    {
        var input = Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\0")));
        // Exit code 1 says that none is ignored.
        var (exit, listing, _) = await new GitCommand(repository.Host.Environment, repository.Tree.Root) { TakesPatterns = true }.TryAsync(
            ["check-ignore", "-z", "--stdin"], input, ct);
        if (exit is not (0 or 1))
        {
            return null;
        }

        var open = names.ToHashSet(StringComparer.Ordinal);
        open.ExceptWith(FileLister.Split(listing));
        return open;
    }

    private static string TemporaryOf(string path, Func<(string Plaintext, string Other), string> choose)
    {
        var slash = path.LastIndexOf('/') + 1;
        return path[..slash] + choose(AbandonedFiles.ExampleNames(path[slash..]));
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
