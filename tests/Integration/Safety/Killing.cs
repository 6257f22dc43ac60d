using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Kills a program at a system call of its own, by strace. The calls are enumerated: each kind, first,
/// second and so on, until the program comes through. tests/crash-enumeration takes every kind of call;
/// the suite takes those that change files.
/// </summary>
internal static partial class Killing
{
    private const int Killed = 9;

    /// <summary>The kinds of calls that change files.</summary>
    public static readonly string[] ChangingCalls =
        ["write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "ftruncate", "fchmod", "unlink",
            "unlinkat", "rmdir", "mkdir"];

    private static readonly bool Whole = Environment.GetEnvironmentVariable("SECRETSKIT_CRASH") == "all";

    private static readonly string? Counts = Environment.GetEnvironmentVariable("SECRETSKIT_CRASH_COUNTS");

    /// <summary>The words of a run that is killed at the n-th call of a kind, counted from 1.</summary>
    /// <remarks>
    /// Only the program is traced, and no editor and no git, whose crashes are their own affair: strace leaves a
    /// child alone once it executes another program.
    /// </remarks>
    public static string[] Words(string call, int n, string program, IEnumerable<string> arguments) =>
        ["-f", "-b", "execve", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=SIGKILL:when={n}", program,
            .. arguments];

    /// <summary>Whether the kill is what ended a run.</summary>
    public static bool Ended(BenchRun run) => run.Signal == Killed || run.ExitCode == 128 + Killed;

    /// <summary>
    /// Waits for children that outlived their parent, such as git: they end by themselves, and are known by the folder that they run in.
    /// </summary>
    public static async Task ChildrenAsync(Workbench bench)
    {
        while (
            Directory.EnumerateDirectories("/proc")
                .Any(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && RunsIn(process, bench.Folder)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static bool RunsIn(string process, string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended, or is somebody else's.
        }
    }

    /// <summary>The kinds of calls that an undisturbed run makes, of those that are tried.</summary>
    public static async Task<string[]> CallsAsync(Workbench bench, string program, IEnumerable<string> arguments, int exit = 0)
    {
        var log = Path.Combine(bench.Home, "trace");
        var run = await bench.RunAsync("strace", ["-f", "-qq", "-o", log, program, .. arguments]);
        Assert.True(run.ExitCode == exit, run.ErrorText);
        var made = CallName().Matches(await File.ReadAllTextAsync(log)).Select(match => match.Groups[1].Value).Distinct();
        File.Delete(log);
        return [.. made.Where(call => Whole ? call is not ("exit_group" or "exit" or "rt_sigreturn") : ChangingCalls.Contains(call))];
    }

    /// <summary>Notes how many kills a scenario survived, for the script that tells.</summary>
    public static void Note(string scenario, int kills)
    {
        if (Counts is not null)
        {
            File.AppendAllText(Counts, $"{kills}\t{scenario}\n");
        }
    }

    [GeneratedRegex(@"(?m)^\d+ +(?:<\.\.\. )?([a-z_0-9]+)[( ]")]
    private static partial Regex CallName();
}
