using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>The entries of git's configuration that call this program.</summary>
/// <param name="git">Runs git.</param>
/// <param name="scope"><c>--local</c> or <c>--global</c>.</param>
internal sealed class GitSettings(GitCommand git, string scope)
{
    private const string TextconvKey = "diff.secretskit.textconv";
    private const string CacheKey = "diff.secretskit.cachetextconv";

    private static readonly string[] Sections = ["diff.secretskit", "merge.secretskit", "merge.secretskit-ancestor"];

    /// <summary>Writes what is missing or differs.</summary>
    /// <param name="program">A word of the shell.</param>
    /// <param name="isMasked">Whether diffs hide values.</param>
    /// <param name="ct">Ends git.</param>
    /// <returns>What was changed, a line each.</returns>
    public async Task<IReadOnlyList<InstallChange>> WriteAsync(string program, bool isMasked, CancellationToken ct)
    {
        var line = new ProgramLine(program);
        (string Key, string Value)[] wanted =
        [
            (TextconvKey, line.Textconv(isMasked)),
            ("merge.secretskit.name", "values of encrypted files"),
            ("merge.secretskit.driver", line.Merge(isAncestor: false)),
            ("merge.secretskit.recursive", "secretskit-ancestor"),
            ("merge.secretskit-ancestor.name", "common ancestors of encrypted files"),
            ("merge.secretskit-ancestor.driver", line.Merge(isAncestor: true)),
        ];
        List<InstallChange> changes = [];
        foreach (var (key, value) in wanted)
        {
            if (await GetAsync(key, ct) != value)
            {
                await git.RunAsync(["config", scope, "--replace-all", key, value], ct);
                changes.Add(new(InstallChangeKind.Setting, key == TextconvKey || key.EndsWith(".driver", StringComparison.Ordinal)
                    ? $"set {key} to run {program}, or what PATH finds"
                    : $"set {key} = {value}"));
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

    /// <summary>The program that git is set up with here, whatever file says so; null where it is not set up.</summary>
    public static async Task<string?> ProgramAsync(GitCommand git, CancellationToken ct) =>
        await git.LineAsync(["config", "--get", TextconvKey], ct) is { } line ? ProgramLine.ProgramOf(line) : null;

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
