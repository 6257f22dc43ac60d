using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// The memory of a program at its end: strace holds it at the entry of <c>exit_group</c>, its last system call, after all that it wipes is
/// wiped.
/// </summary>
internal static partial class ProcessMemory
{
    // Long enough for any scan; strace is killed once the memory has been looked at.
    private const string HeldMicroseconds = "50000000";

    /// <summary>Runs a program to its end and hands each writable region of its memory to a reader.</summary>
    /// <param name="bench">Where it runs.</param>
    /// <param name="look">Gets one region at a time.</param>
    /// <param name="program">What runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Both streams of the run; its status is that of the killed strace.</returns>
    public static async Task<BenchRun> AtExitAsync(
        Workbench bench, Action<ReadOnlySpan<byte>> look, string program, params string[] arguments)
    {
        var log = Path.Combine(bench.Home, "trace");

        // Without the program's own protection against debuggers a test can look without being root.
        var running = bench.RunAsync(
            "strace",
            ["-f", "-qq", "-o", log, "-e", "trace=exit_group,prctl", "-e", $"inject=exit_group:delay_enter={HeldMicroseconds}",
                "-e", "inject=prctl:retval=0", program, .. arguments]);
        var id = await ExitingAsync(log, running);
        try
        {
            Read(id, look);
        }
        finally
        {
            // Its exit goes on, or is a kill: a program that strace delays does not die by itself.
            using var tracer = Process.GetProcessById(TracerOf(id));
            tracer.Kill();
        }

        var run = await running;
        File.Delete(log);
        return run;
    }

    /// <summary>The process that has entered its last call.</summary>
    private static async Task<int> ExitingAsync(string log, Task<BenchRun> running)
    {
        while (true)
        {
            if (File.Exists(log) && Exit().Match(await File.ReadAllTextAsync(log)) is { Success: true } match)
            {
                return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            }

            Assert.False(running.IsCompleted, "the program ended without being held");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static int TracerOf(int id) => int.Parse(
        File.ReadLines($"/proc/{id}/status").Single(line => line.StartsWith("TracerPid:", StringComparison.Ordinal))["TracerPid:".Length..],
        CultureInfo.InvariantCulture);

    private static void Read(int id, Action<ReadOnlySpan<byte>> look)
    {
        using var memory = new FileStream($"/proc/{id}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (var line in File.ReadLines($"/proc/{id}/maps"))
        {
            if (Writable().Match(line) is not { Success: true } match)
            {
                continue;
            }

            var (start, end) = (Hexadecimal(match.Groups[1].Value), Hexadecimal(match.Groups[2].Value));
            var region = new byte[end - start];
            memory.Position = start;
            look(region.AsSpan(0, memory.ReadAtLeast(region, region.Length, throwOnEndOfStream: false)));
        }
    }

    private static long Hexadecimal(string digits) => long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?m)^(\d+) +exit_group\(")]
    private static partial Regex Exit();

    [GeneratedRegex("^([0-9a-f]+)-([0-9a-f]+) rw")]
    private static partial Regex Writable();
}
