using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>The entries of git's configuration that call this program.</summary>
/// <param name="git">Runs git.</param>
/// <param name="scope"><c>--local</c> or <c>--global</c>.</param>
internal sealed class GitSettings(GitCommand git, string scope)
{
    private const string CacheKey = "diff.secretskit.cachetextconv";

    private static readonly string[] Sections = ["diff.secretskit", "merge.secretskit", "merge.secretskit-ancestor"];

    /// <summary>Writes what is missing or differs.</summary>
    /// <param name="program">A word of the shell.</param>
    /// <param name="isMasked">Whether diffs hide values.</param>
    /// <param name="ct">Ends git.</param>
    /// <returns>What was changed, a line each.</returns>
    public async Task<IReadOnlyList<InstallChange>> WriteAsync(string program, bool isMasked, CancellationToken ct)
    {
        // A driver's line has placeholders that begin with a percent sign.
        var driver = program.Replace("%", "%%", StringComparison.Ordinal);
        (string Key, string Value)[] wanted =
        [
            ("diff.secretskit.textconv", $"{program} git textconv {(isMasked ? "--masked " : "")}--"),
            ("merge.secretskit.name", "values of encrypted files"),
            ("merge.secretskit.driver", $"{driver} git merge -- %O %A %B %L %P"),
            ("merge.secretskit.recursive", "secretskit-ancestor"),
            ("merge.secretskit-ancestor.name", "common ancestors of encrypted files"),
            ("merge.secretskit-ancestor.driver", $"{driver} git merge --ancestor -- %O %A %B %L %P"),
        ];
        List<InstallChange> changes = [];
        foreach (var (key, value) in wanted)
        {
            if (await GetAsync(key, ct) != value)
            {
                await git.RunAsync(["config", scope, "--replace-all", key, value], ct);
                changes.Add(new(InstallChangeKind.Setting, $"set {key} = {value}"));
            }
        }

        if (await git.LineAsync(["config", "--type=bool", "--get", CacheKey], ct) == "true")
        {
            var (exit, _, _) = await git.TryAsync(["config", scope, "--unset-all", CacheKey], ct);
            changes.Add(exit == 0
                ? new(InstallChangeKind.Setting,
                    $"removed {CacheKey}: it keeps plaintext in the repository; 'git update-ref -d refs/notes/textconv/secretskit' " +
                        "removes what it kept")
                : new(InstallChangeKind.Warning,
                    $"warning: {CacheKey} is set elsewhere and keeps plaintext in the repository: remove it"));
        }

        return changes;
    }

    /// <summary>Removes all of it.</summary>
    /// <returns>What was removed, a line each.</returns>
    public async Task<IReadOnlyList<InstallChange>> RemoveAsync(CancellationToken ct)
    {
        List<InstallChange> changes = [];
        foreach (var section in Sections)
        {
            if ((await git.TryAsync(["config", scope, "--remove-section", section], ct)).Exit == 0)
            {
                changes.Add(new(InstallChangeKind.Setting, $"removed {section} from git's configuration"));
            }
        }

        return changes;
    }

    // Several values of one key are not what we wrote.
    private async Task<string?> GetAsync(string key, CancellationToken ct)
    {
        var (exit, output, error) = await git.TryAsync(["config", scope, "-z", "--get-all", key], ct);
        return exit switch
        {
            0 => Encoding.UTF8.GetString(output).TrimEnd('\0'),
            1 => null,
            _ => throw new SecretsKitException(ErrorCode.ProcessFailed, $"git config failed: {error}"),
        };
    }
}
