using System.Text;
using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// A command killed at any system call leaves the old file or the new one, whole (<see cref="Killing"/>).
/// </summary>
public sealed class CrashTests
{
    public static IEnumerable<TheoryDataRow<string>> Scenarios =>
        CrashScenario.All.Values.Select(scenario => new TheoryDataRow<string>(scenario.Name));

    [Theory, MemberData(nameof(Scenarios))]
    public async Task Whatever_call_a_kill_hits_the_file_is_the_old_or_the_new_one(string name)
    {
        var scenario = CrashScenario.All[name];
        using var bench = new Workbench();
        var before = await scenario.PrepareAsync(bench);
        var files = bench.Everything();
        var (program, arguments) = (scenario.ProgramIn(bench), scenario.ArgumentsFor(bench).ToList());
        var calls = await Killing.CallsAsync(bench, program, arguments);
        Assert.Equal(scenario.New, await PlaintextAsync(bench, scenario, before, killed: false));
        var (kills, killedAtRename) = (0, 0);
        foreach (var call in calls)
        {
            for (var n = 1; ; n++)
            {
                Restore(bench, scenario, before);
                var run = await bench.RunAsync("strace", Killing.Words(call, n, program, arguments));
                if (run.ExitCode == 0)
                {
                    break;
                }

                // The kill may also hit the child on its way to become the editor, which is reported.
                Assert.True(Killing.Ended(run) || scenario.IsEditorFailure(run), $"{call} {n}: {run.ExitCode} {run.ErrorText}");

                kills++;
                killedAtRename += call.StartsWith("rename", StringComparison.Ordinal) ? 1 : 0;
                var plaintext = await PlaintextAsync(bench, scenario, before, killed: true);
                Assert.True(
                    plaintext == scenario.New || (before is null ? plaintext is null : plaintext == scenario.Old),
                    $"{call} {n}: {plaintext}");
                await CheckLeftoversAsync(bench, scenario, files, $"{call} {n}");
            }
        }

        // The step that makes the new file the file was among those hit.
        Assert.True(killedAtRename > 0);
        Killing.Note(name, kills);
    }

    private static void Restore(Workbench bench, CrashScenario scenario, byte[]? before)
    {
        var target = bench.FileAt(scenario.Target);
        if (before is null)
        {
            File.Delete(target);
        }
        else
        {
            File.WriteAllBytes(target, before);
        }
    }

    /// <summary>
    /// What the target says, or null if there is none; anything that is neither the very old bytes nor a whole new file fails.
    /// </summary>
    private static async Task<string?> PlaintextAsync(Workbench bench, CrashScenario scenario, byte[]? before, bool killed)
    {
        var path = bench.FileAt(scenario.Target);
        if (!File.Exists(path))
        {
            return null;
        }

        var now = await File.ReadAllBytesAsync(path);
        if (killed && before is not null && now.AsSpan().SequenceEqual(before))
        {
            return scenario.Old;
        }

        return scenario.NewIsPlain ? Encoding.UTF8.GetString(now) : await bench.DecryptAsync(scenario.Target);
    }

    /// <summary>
    /// On disk only temporary files may be left, plaintext only where plaintext was asked for, under the name that repositories ignore.
    /// </summary>
    private static async Task CheckLeftoversAsync(Workbench bench, CrashScenario scenario, string[] known, string where)
    {
        foreach (var entry in bench.Everything().Except(known))
        {
            if (entry.StartsWith("memory:", StringComparison.Ordinal))
            {
                continue; // Memory is cleared below; nothing can be done about a kill.
            }

            var name = entry["work:".Length..];
            if (name == scenario.Target)
            {
                continue;
            }

            Assert.True(entry.StartsWith("work:", StringComparison.Ordinal), $"{where}: {entry}");
            Assert.Matches($@"^\.{Regex.Escape(scenario.Target)}\.[0-9a-f]{{32}}\.{(scenario.NewIsPlain ? "dec" : "tmp")}$", name);
            if (!scenario.NewIsPlain)
            {
                Assert.DoesNotContain(CrashScenario.Canary, await File.ReadAllTextAsync(bench.FileAt(name)), StringComparison.Ordinal);
            }

            File.Delete(bench.FileAt(name));
        }

        foreach (var left in Directory.EnumerateDirectories(bench.Memory))
        {
            Directory.Delete(left, recursive: true);
        }
    }
}
