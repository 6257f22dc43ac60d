using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>What a run asks git.</summary>
internal sealed class GitWork(TestingContext context)
{
    private readonly GitCommand _git = new(context.Host.Environment, context.Host.Environment.WorkingDirectory);

    /// <summary>The files that changed since the target branch was left, in git's order.</summary>
    /// <exception cref="SecretsKitException">There is no repository, or no such branch; in the reference's words.</exception>
    public async Task<IReadOnlyList<string>> ChangedFilesAsync(CancellationToken ct)
    {
        var settings = context.Settings;
        await RequireTargetAsync(ct);
        var start = await MergeBaseAsync(ct);
        string[] shown = ["diff", "--find-renames", "--name-only", start, "--", .. settings.ChartDirs];
        context.Announce(["git", .. shown]);
        string[] words = ["diff", "--find-renames", "--name-only", "-z", start, "--", .. settings.ChartDirs];
        var output = Encoding.UTF8.GetString(await _git.RunAsync(words, ct));
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The commit at which the target branch was left.</summary>
    public async Task<string> MergeBaseAsync(CancellationToken ct)
    {
        var settings = context.Settings;
        string[] words = ["merge-base", settings.Target, settings.Since];
        context.Announce(["git", .. words]);
        return await _git.LineAsync(words, ct)
            ?? throw new SecretsKitException(ErrorCode.General, $"could not find merge base of {settings.Target} and {settings.Since}")
            {
                Hint = "a shallow clone lacks the history: fetch it, for example with 'git fetch --unshallow'",
            };
    }

    /// <summary>A file of the target branch, or null where it has none.</summary>
    public async Task<string?> FileOfTargetAsync(string path, CancellationToken ct)
    {
        var place = $"{context.Settings.Target}:{path}";
        context.Announce("git", "cat-file", "-e", place);
        if ((await _git.TryAsync(["cat-file", "-e", place], ct)).Exit != 0)
        {
            return null;
        }

        context.Announce("git", "show", place);
        return Encoding.UTF8.GetString(await _git.RunAsync(["show", place], ct));
    }

    /// <summary>The URL of the remote.</summary>
    public async Task<string> RemoteUrlAsync(CancellationToken ct)
    {
        string[] words = ["ls-remote", "--get-url", context.Settings.Remote];
        context.Announce(["git", .. words]);
        return await _git.LineAsync(words, ct) ?? context.Settings.Remote;
    }

    /// <summary>Checks a commit out into a folder that does not exist yet.</summary>
    public async Task AddWorktreeAsync(string folder, string commit, CancellationToken ct)
    {
        string[] words = ["worktree", "add", folder, commit];
        context.Announce(["git", .. words]);
        await _git.RunAsync(words, ct);
    }

    /// <summary>Removes such a folder.</summary>
    public async Task RemoveWorktreeAsync(string folder, CancellationToken ct)
    {
        string[] words = ["worktree", "remove", "--force", folder];
        context.Announce(["git", .. words]);
        if ((await _git.TryAsync(words, ct)).Exit != 0 && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        await _git.TryAsync(["worktree", "prune"], ct);
    }

    private async Task RequireTargetAsync(CancellationToken ct)
    {
        context.Announce("git", "rev-parse", "--is-inside-work-tree");
        if (await _git.LineAsync(["rev-parse", "--is-inside-work-tree"], ct) != "true")
        {
            throw new SecretsKitException(ErrorCode.General, "must be in a git repository");
        }

        var target = context.Settings.Target;
        context.Announce("git", "rev-parse", "--verify", target);
        if ((await _git.TryAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", target], ct)).Exit != 0)
        {
            throw new SecretsKitException(ErrorCode.General, $"targetBranch '{target}' does not exist");
        }
    }
}
