using System.Text.RegularExpressions;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Commands that write configuration, keys and hooks, killed at any system call: each file is the old
/// or the new one, and they can be run again.
/// </summary>
public sealed partial class SetupCrashTests
{
    public static IEnumerable<TheoryDataRow<string>> Scenarios => SetupScenario.All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Scenarios))]
    public async Task Whatever_call_a_kill_hits_every_file_is_whole_and_the_command_can_be_run_again(string name)
    {
        var scenario = SetupScenario.All[name];
        using var bench = new Workbench();
        await scenario.PrepareAsync(bench);
        var before = new FolderState(bench.Folder);
        var calls = await Killing.CallsAsync(bench, NativeProgram.Path, scenario.Arguments);
        var after = new FolderState(bench.Folder);
        Assert.All(scenario.Targets, target => Assert.NotEqual(before[target], after[target]));
        var kills = 0;
        foreach (var call in calls)
        {
            for (var n = 1; ; n++)
            {
                before.Restore();
                var run = await bench.RunAsync("strace", Killing.Words(call, n, NativeProgram.Path, scenario.Arguments));
                if (run.ExitCode == 0)
                {
                    break;
                }

                // The kill may also hit the child on its way to become git, which is reported.
                Assert.True(
                    Killing.Ended(run) || run.ErrorText.Contains("git", StringComparison.Ordinal),
                    $"{call} {n}: {run.ExitCode} {run.ErrorText}");
                kills++;
                await Killing.ChildrenAsync(bench);
                var now = new FolderState(bench.Folder);
                foreach (var target in scenario.Targets)
                {
                    Assert.True(
                        await scenario.IsWholeAsync(bench, target, before[target], now[target], after[target]),
                        $"{call} {n}: {target}: {SetupScenario.Text(now[target])}");
                }

                CheckLeftovers(bench, now.Names.Except(before.Names).Except(after.Names), $"{call} {n}");
                if (scenario.GoesOn)
                {
                    var again = await bench.RunAsync(NativeProgram.Path, scenario.Arguments);
                    Assert.True(again.ExitCode == 0, $"{call} {n}: {again.ErrorText}");
                    var end = new FolderState(bench.Folder);
                    Assert.All(
                        scenario.Targets, target => Assert.Equal(SetupScenario.Text(after[target]), SetupScenario.Text(end[target])));
                }
            }
        }

        Assert.True(kills > 3, $"{kills} calls");
        Killing.Note(name, kills);
    }

    /// <summary>Only temporary files are left, those of keys for their owner alone.</summary>
    private static void CheckLeftovers(Workbench bench, IEnumerable<string> names, string where)
    {
        foreach (var name in names)
        {
            Assert.True(TemporaryName().IsMatch(name), $"{where}: {name}");
            if (name.EndsWith(".dec", StringComparison.Ordinal))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.FileAt(name)));
            }

            File.Delete(bench.FileAt(name));
        }
    }

    [GeneratedRegex(@"(^|/)\.[^/]+\.[0-9a-f]{32}\.(tmp|dec)$")]
    private static partial Regex TemporaryName();
}
