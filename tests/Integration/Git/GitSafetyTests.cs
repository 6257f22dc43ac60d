using System.Text;
using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Git;

/// <summary>Merging and resolving keep plaintext in memory, and a kill at any call leaves the old file or the new one.</summary>
public sealed class GitSafetyTests
{
    [Theory]
    [InlineData("merge", "--quiet", "-m", "m", "other")]
    [InlineData("diff", "main", "other")]
    [InlineData("log", "-p", "--all")]
    public async Task No_plaintext_leaves_the_program_but_by_the_pipe_to_git(params string[] command)
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync("s/one/theirs/", "s/443/8443/");
        var findings = await TraceAsync(repository, "git", ["-C", repository.Folder, .. command]);
        Assert.Empty(findings);
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task A_conflict_and_its_resolution_show_no_plaintext_outside_of_memory()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync("s/5f0e7b1d2c/5f0e7b1d2c x/", "s/cAnArY-value/other/");
        Assert.Empty(await TraceAsync(repository, "git", ["-C", repository.Folder, "merge", "--quiet", "other"]));
        Assert.True(repository.Has("s.yaml.conflict"));
        repository.Bench.UseEditor("sed -i -e '/^<<<<<<</,/^=======/d' -e '/^>>>>>>>/d' \"$1\"");
        Assert.Empty(
            await TraceAsync(
                repository,
                "env",
                ["-C", repository.Folder, NativeProgram.Path, "git", "resolve", "--unattended", "--add", "s.yaml"]));
        repository.AssertNoPlaintext();
    }

    [Theory]
    [InlineData("merge"), InlineData("resolve")]
    public async Task Whatever_call_a_kill_hits_the_file_is_the_old_or_the_new_one(string verb)
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync("s/one/theirs/;s/443/8443/", "s/one/ours/");
        foreach (var (name, version) in new[] { ("base", "main~1"), ("ours", "main"), ("theirs", "other") })
        {
            repository.Write(name, await repository.GitAsync("show", "--no-textconv", version + ":s.yaml"));
        }

        string target = "ours", wanted = GitRepository.Plain.Replace("one", "ours", StringComparison.Ordinal)
            .Replace("443", "8443", StringComparison.Ordinal);
        string[] line = ["git", "merge", "--", "base", "ours", "theirs", "7", "s.yaml"];
        if (verb == "resolve")
        {
            Assert.Equal(1, (await repository.TryGitAsync("merge", "--quiet", "other")).ExitCode);
            (target, line, wanted) = (
                "s.yaml", ["git", "resolve", "--theirs", "s.yaml"], wanted.Replace("ours", "theirs", StringComparison.Ordinal));
        }

        var before = repository.Read(target);
        var beside = repository.Has("s.yaml.conflict") ? repository.Read("s.yaml.conflict") : null;
        var killed = 0;
        var exit = verb == "merge" ? 1 : 0;
        foreach (
            var call in await Killing.CallsAsync(repository.Bench, "env", ["-C", repository.Folder, NativeProgram.Path, .. line], exit))
        {
            for (var n = 1; ; n++)
            {
                repository.Write(target, before);
                if (beside is not null)
                {
                    repository.Write("s.yaml.conflict", beside);
                }

                var run = await repository.RunAsync("strace", Killing.Words(call, n, NativeProgram.Path, line));
                if (!Killing.Ended(run))
                {
                    Assert.True(run.ExitCode == exit, $"{call} {n}: {run.ExitCode} {run.ErrorText}");
                    break;
                }

                killed++;
                if (repository.Read(target) != before)
                {
                    File.Copy(repository.PathOf(target), repository.PathOf("now.yaml"), overwrite: true);
                    Assert.Equal(wanted, await repository.ViewAsync("now.yaml"));
                }
            }
        }

        Assert.True(killed > 3, $"{killed} calls");
        Killing.Note("git " + verb, killed);
        repository.AssertNoPlaintext();
    }

    /// <summary>Writes, arguments and variables that hold a canary and go anywhere but to a pipe or to the memory folder.</summary>
    private static async Task<IReadOnlyList<string>> TraceAsync(GitRepository repository, string program, string[] arguments)
    {
        var canaries = new Canaries();
        canaries.Add("value", Encoding.ASCII.GetBytes(CanaryRun.Value));
        var identity = File.ReadAllLines(Path.Combine(repository.Bench.Home, "keys.txt"))
            .Single(line => line.StartsWith("AGE-SECRET-KEY-1", StringComparison.Ordinal));
        canaries.Add("identity", Encoding.ASCII.GetBytes(identity));
        var (_, trace) = await SystemCallTrace.RunAsync(repository.Bench, default, program, arguments);
        Assert.Contains(
            trace.All,
            call => call.Call == "execve" && Encoding.Latin1.GetString(call.Line).Contains(NativeProgram.Path, StringComparison.Ordinal));
        return
        [
            .. from call in trace.All
               where !call.Target.StartsWith("pipe:", StringComparison.Ordinal)
                   && !call.Target.StartsWith(repository.Bench.Memory + "/", StringComparison.Ordinal)
               from name in canaries.In(call.Line)
               select $"{call.Call} to {call.Target}: {name}",
        ];
    }
}
