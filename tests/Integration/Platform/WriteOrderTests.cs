using System.Text.RegularExpressions;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Platform;

/// <summary>
/// The order of system calls that a crash and other users can tell: what is on the disk when, and who may read it meanwhile.
/// </summary>
public sealed partial class WriteOrderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The content is on the disk before the name leads to it, and the name before the command reports success.
    /// Plaintext, and what will get the mode of a file that is replaced, is the owner's alone until it is complete.
    /// </summary>
    [Theory]
    [InlineData("Public", true, "0600")]
    [InlineData("Plaintext", true, "0600")]
    [InlineData("Plaintext", false, "0600")]
    [InlineData("Public", false, "0666")]
    public async Task Content_then_name_then_folder(string kind, bool exists, string mode)
    {
        var path = Path.Combine(_folder.Path, "f");
        if (exists)
        {
            File.SetUnixFileMode(
                _folder.Write("f", "old"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var log = Path.Combine(_folder.Path, "log");
        var run = await ProbeRun.Run(
            "strace", "-f", "-qq", "-y", "-o", log, "-e",
            "trace=open,openat,pwrite64,write,fchmod,chmod,fsync,fdatasync,flock,rename,renameat,renameat2",
            "probe", "write", "Replace", kind, path, "new");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var steps = Steps(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken));
        string[] expected =
        [
            $"create {mode}", "fill temporary", .. exists ? ["mode 0644"] : Array.Empty<string>(), "sync temporary",
            "lock folder", "rename", "unlock folder", "sync folder",
        ];
        Assert.Equal(expected, steps);
    }

    private List<string> Steps(IEnumerable<string> lines)
    {
        var steps = new List<string>();
        foreach (var line in lines.Where(line => line.Contains(_folder.Path, StringComparison.Ordinal)))
        {
            var on = line.Contains($"<{_folder.Path}>", StringComparison.Ordinal) ? "folder" : "temporary";
            var step = line switch
            {
                _ when Creation().Match(line) is { Success: true } made => $"create {made.Groups[1].Value}",
                _ when Call("pwrite64|write").IsMatch(line) => $"fill {on}",
                _ when Call("fchmod|chmod").IsMatch(line) => $"mode {line.Split(", ")[^1].Split(')')[0]}",
                _ when Call("fsync|fdatasync").IsMatch(line) => $"sync {on}",
                _ when Call("flock").IsMatch(line) && on == "folder" => line.Contains("LOCK_UN", StringComparison.Ordinal)
                    ? "unlock folder"
                    : "lock folder",
                _ when Call("rename|renameat|renameat2").IsMatch(line) => "rename",
                _ => null,
            };
            if (step is not null && !line.Contains("<... ", StringComparison.Ordinal))
            {
                steps.Add(step);
            }
        }

        return steps;
    }

    private static Regex Call(string names) => new($@"^\d+ +(?:{names})\(");

    [GeneratedRegex(@"^\d+ +openat?\(.*O_EXCL.*, (0\d+)\)")]
    private static partial Regex Creation();
}
