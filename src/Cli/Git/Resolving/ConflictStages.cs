using System.Text;
using SecretsKit.Cli.Git.Merging;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Resolving;

/// <summary>The versions of a conflicted file: from git's index, or from the file beside it when git has forgotten them.</summary>
internal static class ConflictStages
{
    /// <summary>Finds them.</summary>
    /// <param name="host">Files and variables.</param>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="ct">Ends git.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: there is no conflict, or one side has removed the file.
    /// </exception>
    public static async Task<MergeTexts> FindAsync(CliHost host, string path, CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, "there is no such file")
            {
                Hint = "'git status' lists the files in conflict",
            };
        }

        var git = new GitCommand(host.Environment, folder);
        var (exit, output, error) = await git.TryAsync(["ls-files", "-u", "-z", "--", Path.GetFileName(path)], ct);
        var stages = exit == 0 ? Parse(Encoding.UTF8.GetString(output)) : [];
        if (stages.Count > 0)
        {
            return await ReadAsync(git, stages, ct);
        }

        if (ConflictFile.Read(host, path) is { } marked)
        {
            return marked;
        }

        if (exit != 0)
        {
            // Outside of a work tree this says so.
            await git.TopAsync(ct);
        }

        throw new SecretsKitException(
            ErrorCode.General, exit == 0 ? "git knows of no conflict in this file" : DisplayText.Message($"git says: {error}"))
        {
            Hint = "'git status' lists the files in conflict",
        };
    }

    private static async Task<MergeTexts> ReadAsync(GitCommand git, Dictionary<int, string> stages, CancellationToken ct)
    {
        async Task<byte[]> BlobAsync(int stage) => stages.TryGetValue(stage, out var id)
            ? await git.RunAsync(["cat-file", "blob", id], ct)
            : [];
        return stages.ContainsKey(2) && stages.ContainsKey(3)
            ? new(await BlobAsync(1), await BlobAsync(2), await BlobAsync(3))
            : throw new SecretsKitException(ErrorCode.General, $"{(stages.ContainsKey(2) ? "their" : "our")} side removed the whole file")
            {
                Hint = "'git add FILE' keeps it, 'git rm FILE' removes it",
            };
    }

    // mode, object and stage, a tab, the path.
    private static Dictionary<int, string> Parse(string listing) => listing
        .Split('\0', StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('\t')[0].Split(' '))
        .Where(fields => fields.Length == 3)
        .ToDictionary(fields => fields[2][0] - '0', fields => fields[1]);
}
