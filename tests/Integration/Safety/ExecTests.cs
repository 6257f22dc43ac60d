using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Commands with secrets: what they get, what they leave, and what becomes of plaintext when anything ends before its time.
/// </summary>
public sealed class ExecTests : IDisposable
{
    private const int Killed = 9;
    private const string Canary = "cAnArY-exec-41c7";
    private static readonly string Large = $"a: {Canary}\n"
        + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 0123456789abcdef\n"));
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("./sops exec-env f.yaml 'exit 7'", "7", "exit status 7\n")]
    [InlineData("./sops exec-env f.yaml 'kill -KILL $$'", "255", "signal: killed\n")]
    [InlineData("./sops exec-file f.yaml 'kill -TERM $$'", "255", "signal: terminated\n")]
    [InlineData("./sops exec-env --same-process f.yaml 'exit 7'", "7", "")]
    [InlineData("$KIT exec-env f.yaml -- sh -c 'exit 7'", "7", "")]
    [InlineData("$KIT exec-file f.yaml -- sh -c 'kill -TERM $$; {}'", "143", "secretskit: sh was ended by a signal: terminated\n")]
    public async Task The_status_of_the_command_is_ours(string command, string status, string error)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var run = await ShellAsync(command + "; echo $?");
        Assert.Equal((status + "\n", error), (run.OutputText, run.ErrorText));
        _bench.AssertNothingLeftOutside();
    }

    [Theory]
    [InlineData("./sops exec-env f.yaml env")]
    [InlineData("$KIT exec-env f.yaml -- env")]
    public async Task The_command_gets_the_variables_that_we_got(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        string[] ours = ["PWD=", "OLDPWD=", "SHLVL=", "_=", "a="];
        var run = await ShellAsync($"env; echo; {command}; echo; SSL_CERT_DIR=/d {command}");
        var parts = run.OutputText.Split("\n\n").Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !ours.Any(name => line.StartsWith(name, StringComparison.Ordinal))).Order(StringComparer.Ordinal)).ToList();
        Assert.Equal(parts[0], parts[1]);
        Assert.Equal(parts[0].Append("SSL_CERT_DIR=/d").Order(StringComparer.Ordinal), parts[2]);
    }

    [Theory]
    [InlineData("./sops exec-env --same-process f.yaml 'echo $$ $a'")]
    [InlineData("$KIT exec-env f.yaml -- sh -c 'echo $$ $a'")]
    public async Task The_command_takes_our_place(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var run = await ShellAsync($"{command} & echo $! secret >expected; wait; cat expected");
        var lines = run.OutputText.Split('\n');
        Assert.Equal(lines[1], lines[0]);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("head -c 1 {} >/dev/null")]
    [InlineData("cat {} >/dev/null & kill -9 $!; wait")]
    [InlineData("cat {} | wc -c; cat {} | wc -c; tail -n 1 {} >/dev/null")]
    [InlineData("rm {}")]
    [InlineData("exec 3<{}; rm -r $(dirname {})")]
    [InlineData("(exec 3<{}; sleep 3) >/dev/null 2>&1 & until ls -l /proc/$!/fd/3 >/dev/null 2>&1; do :; done")]
    [InlineData("(sleep 0.3; cat {}) >/dev/null 2>&1 &")]
    public async Task Whatever_readers_do_to_the_pipe_we_end_and_nothing_is_left(string line)
    {
        await _bench.EncryptAsync("f.yaml", Large);
        foreach (var kind in (string[])["", "--no-fifo"])
        {
            var run = await _bench.RunAsync("bash", "-c", $"./sops exec-file {kind} f.yaml '{line}'");
            Assert.Equal((0, ""), (run.ExitCode, run.ErrorText));
            Assert.Equal(line.Contains("wc -c", StringComparison.Ordinal) ? $"{Large.Length}\n{Large.Length}\n" : "", run.OutputText);
            _bench.AssertNothingLeftOutside();
        }
    }

    [Theory]
    [InlineData("./sops exec-file f.yaml 'exec ./child {}'", false)]
    [InlineData("./sops exec-file --no-fifo f.yaml 'exec ./child {}'", true)]
    [InlineData("$KIT exec-file f.yaml -- ./child {}", false)]
    public async Task After_a_kill_no_plaintext_is_on_a_disk(string command, bool inMemory)
    {
        await _bench.EncryptAsync("f.yaml", Large);
        _bench.Write("child", "#!/bin/sh\necho $$ >$HOME/started\nwhile [ ! -e $HOME/over ]; do sleep 0.02; done\n", executable: true);
        var known = _bench.Everything();
        var run = await ShellAsync(
            $"{command} & until [ -s $HOME/started ]; do sleep 0.02; done; kill -KILL $!; wait $!; echo $?; touch $HOME/over");
        Assert.Equal("137\n", run.OutputText);
        var left = _bench.Everything().Except(known).ToList();
        Assert.All(left, entry => Assert.StartsWith("memory:", entry, StringComparison.Ordinal));
        foreach (var entry in left.Select(entry => Path.Combine(_bench.Memory, entry["memory:".Length..])).Where(File.Exists))
        {
            // A pipe has no length, and no content without us.
            Assert.Equal(inMemory, new FileInfo(entry).Length > 0);
        }
    }

    public static TheoryData<string> Files => new("--no-fifo", "--no-fifo --filename x.yaml", "");

    [Theory, MemberData(nameof(Files))]
    public async Task Whatever_call_a_kill_hits_no_plaintext_is_on_a_disk(string kind)
    {
        string[] calls = ["write", "pwrite64", "writev", "fsync", "ftruncate", "mkdir", "mknodat", "mknod", "rename", "unlink", "rmdir",
            "openat", "vfork", "clone3", "waitid"];
        await _bench.EncryptAsync("f.yaml", $"a: {Canary}\n");
        var known = _bench.Everything();
        var killed = 0;
        foreach (var call in calls)
        {
            // Opening is frequent and mostly of libraries: the last ones are ours.
            for (var n = call == "openat" ? 15 : 1; ; n++)
            {
                var run = await _bench.RunAsync(
                    "strace",
                    ["-f", "-b", "execve", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:signal=SIGKILL:when={n}",
                        _bench.FileAt("sops"), "exec-file", .. kind.Split(
                            ' ', StringSplitOptions.RemoveEmptyEntries), "f.yaml", "grep -q cAnArY {}"]);
                foreach (var entry in _bench.Everything().Except(known))
                {
                    Assert.True(entry.StartsWith("memory:", StringComparison.Ordinal), $"{call} {n}: {entry}");
                }

                Array.ForEach(Directory.GetDirectories(_bench.Memory), folder => Directory.Delete(folder, recursive: true));
                if (run.Signal != Killed && run.ExitCode != 128 + Killed)
                {
                    Assert.True(run.ExitCode is 0 or 1 or 255, $"{call} {n}: {run.ExitCode} {run.ErrorText}");
                    break;
                }

                killed++;
            }
        }

        Assert.True(killed > 5, $"only {killed} kills hit");
    }

    [Fact]
    public async Task Our_own_process_shows_nothing_of_it()
    {
        await _bench.EncryptAsync("f.yaml", $"a: {Canary}\n");
        foreach (var command in (string[])["exec-env f.yaml", "exec-file f.yaml"])
        {
            var run = await ShellAsync($"./sops {command} 'cat /proc/$PPID/cmdline /proc/$PPID/environ; true {{}}'");
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain(Canary, run.OutputText, StringComparison.Ordinal);
            Assert.Contains("exec-", run.OutputText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("$KIT exec-env f.yaml --")]
    [InlineData("./sops exec-env f.yaml")]
    public async Task Variables_that_are_no_text_reach_the_command_as_they_are(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var line = command.StartsWith('$') ? "sh -c 'printf %s \"$X\" | od -An -tx1'" : "'printf %s \"$X\" | od -An -tx1'";
        Assert.Equal(" 61 ff 62\n", (await ShellAsync($"X=$(printf 'a\\377b') {command} {line}")).OutputText);
    }

    [Fact]
    public async Task Values_too_large_for_a_variable_are_refused_with_the_next_step()
    {
        await _bench.EncryptAsync("f.yaml", $"a: {new string('x', 200_000)}\n");
        var run = await ShellAsync("$KIT exec-env f.yaml -- true");
        Assert.Equal((1, "secretskit: fork/exec true: argument list too long\n"), (run.ExitCode, run.ErrorText.Split("hint: ")[0]));
        Assert.Contains("hand large values over in a file", run.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_can_run_a_command_as_somebody_else()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can");
        await _bench.EncryptAsync("f.yaml", $"a: {Canary}\n");
        const string Who = "id -un; id -gn; id -Gn; echo $HOME $USER $LOGNAME";
        var group = (await ShellAsync("id -gn nobody")).OutputText.Trim();
        var home = (await ShellAsync("getent passwd nobody | cut -d: -f6")).OutputText.Trim();
        var expected = $"nobody\n{group}\n{group}\n{home} nobody nobody\n";
        foreach (
            var command in (
                string[])["./sops exec-env --user nobody f.yaml", "./sops exec-env --same-process --user nobody f.yaml",
                "$KIT exec-env --user nobody f.yaml"])
        {
            Assert.Equal(expected + Canary + "\n", (await ShellAsync($"{command} '{Who}; echo $a'")).OutputText);
        }

        foreach (var kind in (string[])["", "--no-fifo"])
        {
            var run = await ShellAsync($"./sops exec-file {kind} --user nobody f.yaml '{Who}; cat {{}}; stat -c %U {{}}'");
            Assert.Equal((expected + $"a: {Canary}\nnobody\n", ""), (run.OutputText, run.ErrorText));
        }

        Assert.DoesNotContain(
            Directory.GetDirectories("/dev/shm"), folder => Path.GetFileName(folder).StartsWith(".sops", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exec-env --user no-such-user f.yaml 'touch ran'", "user: unknown user no-such-user")]
    [InlineData("exec-file --user root f.yaml 'touch ran'", "cannot become user root: operation not permitted")]
    public async Task Another_user_is_refused_before_anything_is_decrypted(string command, string message)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs rights to give them up");
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        // Without the key a decryption would be the first thing to fail.
        var run = await ShellAsync(
            $"chmod 755 .. . ; SOPS_AGE_KEY_FILE=/none setpriv --reuid=65534 --regid=65534 --clear-groups ./sops {command}");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^\\[EXEC\\]\t time=\"[^\"]+\" level=fatal msg=\"{message}\"\n$", run.ErrorText);
        Assert.False(File.Exists(_bench.FileAt("ran")));
    }

    private Task<BenchRun> ShellAsync(string line)
    {
        _bench.Set("KIT", NativeProgram.Path);
        return _bench.RunAsync("bash", "-c", line);
    }
}
