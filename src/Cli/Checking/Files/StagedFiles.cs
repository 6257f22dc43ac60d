using System.Globalization;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>Reads what the next commit changes, as it is in the index: a file may have been changed again since.</summary>
internal sealed class StagedFiles(CliHost host)
{
    private const string Configuration = ".sops.yaml";

    /// <summary>Lists and reads.</summary>
    /// <param name="ct">Ends git.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: there is no repository.</exception>
    public async Task<FileTree> ListAsync(CancellationToken ct)
    {
        var root = await new GitCommand(host.Environment, host.Environment.WorkingDirectory).RootAsync(ct)
            ?? throw new SecretsKitException(ErrorCode.Usage, "--staged needs a git repository, and this folder is in none")
            {
                Hint = "leave --staged out to check the files",
            };
        var git = new GitCommand(host.Environment, root) { TakesPatterns = true };
        var changed = await ChangedAsync(git, ct);
        var settings = await SettingsAsync(git, ct);
        var contents = await ReadAsync(git, changed.Concat(settings).Select(pair => pair.Value), ct);
        return new(root, HasGit: true, IsWhole: false,
        [
            .. changed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => contents.TryGetValue(pair.Value, out var content)
                ? new ListedFile(pair.Key, GitState.Tracked) { Content = content }
                : new ListedFile(pair.Key, GitState.Tracked) { Outcome = ReadOutcome.TooLarge }),
        ])
        {
            Staged = settings.Where(pair => contents.ContainsKey(pair.Value)).ToDictionary(pair => pair.Key, pair => contents[pair.Value]),
        };
    }

    // ":100644 100644 <old> <new> M" and the name, each ended by NUL. Links and submodules are no files.
    private static async Task<Dictionary<string, string>> ChangedAsync(GitCommand git, CancellationToken ct)
    {
        var result = await git.RunAsync(
            ["diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=AMT", "--no-ext-diff"], ct);
        var words = FileLister.Split(result);
        var changed = new Dictionary<string, string>();
        for (var i = 0; i + 1 < words.Count; i += 2)
        {
            var fields = words[i].Split(' ');
            if (fields.Length >= 4 && fields[1].StartsWith("100", StringComparison.Ordinal))
            {
                changed[words[i + 1]] = fields[3];
            }
        }

        return changed;
    }

    // "100644 <object> 0<TAB>name"
    private static async Task<Dictionary<string, string>> SettingsAsync(GitCommand git, CancellationToken ct)
    {
        var result = await git.RunAsync(
            ["ls-files", "-z", "-s", "--", $":(top,glob)**/{Configuration}", $":(top){AllowList.FileName}"], ct);
        return FileLister.Split(result)
            .Select(
                line =>
                    (
                        Fields: line[..line.IndexOf('\t', StringComparison.Ordinal)].Split(' '),
                        Name: line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]))
            .Where(entry => entry.Fields[2] == "0")
            .ToDictionary(entry => entry.Name, entry => entry.Fields[1]);
    }

    private static async Task<Dictionary<string, byte[]>> ReadAsync(GitCommand git, IEnumerable<string> objects, CancellationToken ct)
    {
        var contents = new Dictionary<string, byte[]>();
        var wanted = objects.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return contents;
        }

        // Huge objects are not asked for: all answers come at once.
        var sizes = await git.RunAsync(["cat-file", "--batch-check=%(objectname) %(objectsize)"], Lines(wanted), ct);
        var small = Encoding.ASCII.GetString(sizes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Where(fields => fields.Length == 2
                && long.TryParse(fields[1], CultureInfo.InvariantCulture, out var size)
                && size <= FileLimits.MostBytes)
            .Select(fields => fields[0]).ToList();
        ReadOnlyMemory<byte> rest = await git.RunAsync(["cat-file", "--batch=%(objectname) %(objectsize)"], Lines(small), ct);
        while (rest.Span.IndexOf((byte)'\n') is var end and > 0)
        {
            var fields = Encoding.ASCII.GetString(rest.Span[..end]).Split(' ');
            var size = int.Parse(fields[1], CultureInfo.InvariantCulture);
            contents[fields[0]] = rest.Slice(end + 1, size).ToArray();
            rest = rest[(end + 1 + size + 1)..];
        }

        return contents;
    }

    private static byte[] Lines(List<string> names) => Encoding.ASCII.GetBytes(string.Concat(names.Select(name => name + "\n")));
}
