using System.Text;
using SecretsKit.Cli.Checking.Files;

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

        var copies = repository.Facts.Where(file => file.IsEncrypted && file.Listed.State != GitState.Unknown && !repository.Options.DecryptedNames.IsCopy(file.Listed.Path))
            .Select(file => repository.Options.DecryptedNames.CopyOf(file.Listed.Path)).ToList();
        if (copies.Count == 0)
        {
            return;
        }

        var input = Encoding.UTF8.GetBytes(string.Concat(copies.Select(copy => copy + "\0")));
        // Exit code 1 says that none is ignored.
        using var result = await new GitCommand(repository.Host).TryRunAsync(repository.Tree.Root, ["check-ignore", "-z", "--stdin"], input, ct);
        if (result is not { ExitCode: 0 or 1 })
        {
            return;
        }

        var ignored = FileLister.Split(result.Output.Span).ToHashSet(StringComparer.Ordinal);
        var open = copies.Where(copy => !ignored.Contains(copy)).ToList();
        if (open is [var first, ..])
        {
            var others = open.Count > 1 ? $" and {open.Count - 1} more" : "";
            findings.Add(About, ".gitignore", $"git does not ignore {first}{others}: a decrypted copy can be committed by accident");
        }
    }
}
