using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>Lists the files to check: those that git tracks and those that it would add, or all where there is no git.</summary>
internal sealed class FileLister(CliHost host)
{
    // Without git nobody says what is made by tools; these never hold what people write.
    private static readonly HashSet<string> MadeByTools = [".git", ".hg", ".svn", "node_modules", ".terraform"];

    /// <summary>Lists by roots.</summary>
    /// <param name="paths">As typed; none for the whole repository of the working directory.</param>
    /// <param name="ct">Ends git.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileNotFound"/>: a path names nothing.</exception>
    public async Task<IReadOnlyList<FileTree>> ListAsync(IReadOnlyList<string> paths, CancellationToken ct)
    {
        var trees = new List<FileTree>();
        foreach (var typed in paths.Count == 0 ? [""] : paths)
        {
            var path = host.Environment.CleanPath(typed);
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                throw new SecretsKitException(ErrorCode.FileNotFound, $"there is no file or folder {typed}")
                {
                    Hint = "without a path, the whole repository is checked",
                };
            }

            var known = trees.FindIndex(tree => tree.HasGit && IsBelow(path, tree.Root));
            var tree = known >= 0 ? trees[known] : await ListAsync(path, ct);
            var narrowed = Narrow(tree, path, isNamed: paths.Count > 0, before: known >= 0 ? tree.Files : []);
            if (known >= 0)
            {
                trees[known] = narrowed;
            }
            else
            {
                trees.Add(narrowed);
            }
        }

        return trees;
    }

    /// <summary>Names between NUL bytes.</summary>
    public static List<string> Split(ReadOnlySpan<byte> text)
    {
        var names = new List<string>();
        while (text.IndexOf((byte)0) is var end and >= 0)
        {
            names.Add(Encoding.UTF8.GetString(text[..end]));
            text = text[(end + 1)..];
        }

        return names;
    }

    private readonly Dictionary<string, IReadOnlyList<ListedFile>> _all = [];

    private async Task<FileTree> ListAsync(string path, CancellationToken ct)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder) || await new GitCommand(host.Environment, folder).RootAsync(ct) is not { } root)
        {
            var all = Directory.Exists(path) ? Walk(path) : [new ListedFile(Path.GetFileName(path), GitState.Unknown)];
            _all[folder] = all;
            return new(folder, HasGit: false, IsWhole: Directory.Exists(path), all);
        }

        var listing = await new GitCommand(host.Environment, root)
            .RunAsync(["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"], ct);
        // A tag of one letter and a space stand before each name; a name with conflicts comes several times.
        var files = Split(listing)
            .Select(line => new ListedFile(line[2..], line[0] == '?' ? GitState.Untracked : GitState.Tracked))
            .DistinctBy(file => file.Path)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        _all[root] = files;
        return new(root, HasGit: true, IsWhole: true, files);
    }

    private FileTree Narrow(FileTree tree, string path, bool isNamed, IReadOnlyList<ListedFile> before)
    {
        if (!isNamed || path == tree.Root)
        {
            return tree with { Files = _all[tree.Root], IsWhole = true };
        }

        var below = Path.GetRelativePath(tree.Root, path).Replace(Path.DirectorySeparatorChar, '/');
        var wanted = _all[tree.Root]
            .Where(file => file.Path == below || file.Path.StartsWith(below + "/", StringComparison.Ordinal))
            .ToList();
        if (wanted.Count == 0 && File.Exists(path))
        {
            // Whoever names a file wants it checked, ignored or not.
            wanted.Add(new(below, GitState.Unknown));
        }

        return tree with { Files = [.. before.Concat(wanted).DistinctBy(file => file.Path)], IsWhole = !tree.HasGit && tree.IsWhole };
    }

    private static List<ListedFile> Walk(string root)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = false,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var files = new List<ListedFile>();
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
        {
            FileSystemInfo[] entries;
            try
            {
                entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", options)];
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The base library answers a path that is too long with an argument exception.
                files.Add(
                    new(Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/') + "/", GitState.Unknown)
                    {
                        Outcome = ReadOutcome.Unreadable,
                    });
                continue;
            }

            foreach (var entry in entries)
            {
                // The base library knows no full path that is too long.
                var path = Path.Join(folder, entry.Name);
                if (entry is DirectoryInfo)
                {
                    if (!MadeByTools.Contains(entry.Name))
                    {
                        folders.Push(path);
                    }
                }
                else
                {
                    files.Add(new(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), GitState.Unknown));
                }
            }
        }

        files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return files;
    }

    private static bool IsBelow(string path, string root) =>
        path == root
            || path.StartsWith(
                root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
