namespace SecretsKit.Integration.Safety;

/// <summary>Signals while a command runs with secrets are the command's: it cleans up in its own time, and we after it.</summary>
public sealed class ExecSignalTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string> Signals()
    {
        var data = new TheoryData<string, string>();
        foreach (var signal in (string[])["INT", "TERM", "HUP", "QUIT", "USR1", "USR2"])
        {
            data.Add(signal, "sops exec-env f.yaml 'exec ./child'");
        }

        foreach (var command in (string[])["sops exec-file f.yaml 'exec ./child {}'", "sops exec-file --no-fifo f.yaml 'exec ./child {}'",
            "secretskit exec-file f.yaml -- ./child {}", "secretskit exec-file --no-fifo f.yaml -- ./child {}",
                "secretskit exec-env f.yaml -- ./child"])
        {
            data.Add("INT", command);
            data.Add("TERM", command);
        }

        return data;
    }

    [Theory, MemberData(nameof(Signals))]
    public async Task A_signal_reaches_the_command_which_ends_in_its_own_time(string signal, string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        Child($"trap 'sleep 0.2; test -z \"$1\" -o -e \"$1\" && echo cleaned; exit 7' {signal}; echo >$HOME/started; while :; do sleep " +
            "0.02; done");
        var run = await RunAsync(command, $"kill -{signal} $!");
        Assert.Equal("cleaned\n7\n", run.OutputText);
        _bench.AssertNothingLeftOutside();
    }

    /// <summary>The second Ctrl-C of an impatient user must not leave a command without its file, nor a file without us.</summary>
    [Theory]
    [InlineData("sops exec-env f.yaml 'exec ./child'")]
    [InlineData("sops exec-file --no-fifo f.yaml 'exec ./child {}'")]
    [InlineData("secretskit exec-file f.yaml -- ./child {}")]
    public async Task Many_interrupts_are_survived(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        Child(
            "n=0; trap 'n=$((n+1)); echo $n >$HOME/count; [ $n -lt 4 ] || exit 7' INT; echo >$HOME/started; while :; do sleep 0.02; done");
        var run = await RunAsync(
            command, "for i in 1 2 3 4; do kill -INT $!; until [ \"$(cat $HOME/count 2>/dev/null)\" = $i ]; do sleep 0.02; done; done");
        Assert.Equal("7\n", run.OutputText);
        _bench.AssertNothingLeftOutside();
    }

    [Theory]
    [InlineData("sops exec-env f.yaml 'exec ./child'")]
    [InlineData("sops exec-file f.yaml 'exec ./child {}'")]
    [InlineData("sops exec-file --no-fifo f.yaml 'exec ./child {}'")]
    public async Task A_command_that_ignores_signals_is_waited_for(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        Child("trap '' INT TERM HUP; echo >$HOME/started; until [ -e $HOME/told ]; do sleep 0.02; done; exit 3");
        var run = await RunAsync(command, "for i in 1 2 3; do kill -INT $!; kill -TERM $!; kill -HUP $!; sleep 0.05; done; kill -0 $! " +
            "&& echo still there; touch $HOME/told");
        Assert.Equal("still there\n3\n", run.OutputText);
        _bench.AssertNothingLeftOutside();
    }

    /// <summary>A terminal tells the whole group: a copy from us would be a second Ctrl-C for the command.</summary>
    [Theory]
    [InlineData("exec ./sops exec-env f.yaml 'exec ./child'")]
    [InlineData("exec ./sops exec-file f.yaml 'exec ./child {}'")]
    public async Task An_interrupt_from_the_terminal_reaches_the_command_once(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        Child("n=0; trap 'n=$((n+1))' INT; echo >$HOME/started; i=0; while [ $i -lt 30 ]; do sleep 0.03; i=$((i+1)); done; echo " +
            "count=$n; exit 5");
        _bench.Write("line", command);
        var run = await _bench.RunAsync(
            "bash", "-c", "(until [ -e $HOME/started ]; do sleep 0.02; done; sleep 0.1; printf '\\003'; sleep 2) | script -qefc \"$(cat " +
            "line)\" /dev/null");
        Assert.Contains("count=1", run.OutputText, StringComparison.Ordinal);
        Assert.Equal(5, run.ExitCode);
        _bench.AssertNothingLeftOutside();
    }

    [Theory]
    [InlineData("sops exec-env f.yaml 'grep SigIgn /proc/self/status'")]
    [InlineData("sops exec-env --same-process f.yaml 'grep SigIgn /proc/self/status'")]
    [InlineData("secretskit exec-env f.yaml -- grep SigIgn /proc/self/status")]
    [InlineData("secretskit exec-file f.yaml -- grep SigIgn /proc/self/status {}")]
    public async Task The_command_ignores_what_we_were_told_to_ignore_and_nothing_else(string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        foreach (var before in (string[])["", "trap '' HUP;"])
        {
            var expected = await IgnoredAsync($"{before} grep SigIgn /proc/self/status");
            Assert.Equal(before.Length > 0, (expected & 1) != 0);
            Assert.Equal(expected, await IgnoredAsync($"{before} {Program(command)}"));
        }
    }

    [Fact]
    public async Task An_interrupt_ends_the_question_before_publishing()
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        _bench.Write(".sops.yaml", "destination_rules:\n    - s3_bucket: b\n");
        var run = await _bench.RunAsync(
            "bash",
            "-c",
            "mkfifo $HOME/nobody-types; set -m; ./sops publish f.yaml <>$HOME/nobody-types >$HOME/asked & "
            + "until grep -q uploading $HOME/asked; do sleep 0.02; done; kill -INT $!; wait $!; echo $?");
        Assert.Equal("130\n", run.OutputText);
    }

    private async Task<ulong> IgnoredAsync(string line)
    {
        // Two signals that the C library keeps for itself.
        const ulong Internal = 3UL << 31;
        var run = await _bench.RunAsync("bash", "-c", line);
        var set = run.OutputText.Split('\n').First(text => text.Contains("SigIgn", StringComparison.Ordinal));
        return Convert.ToUInt64(set[(set.LastIndexOf('\t') + 1)..].Trim(), 16) & ~Internal;
    }

    private static string Program(string command) => command.StartsWith("sops ", StringComparison.Ordinal)
        ? "./" + command
        : NativeProgram.Path + command["secretskit".Length..];

    private void Child(string script) => _bench.Write("child", "#!/bin/sh\n" + script + "\n", executable: true);

    /// <summary>
    /// Starts a command as a process group of its own, and when its child is there does something to our process alone; prints its status.
    /// </summary>
    private Task<BenchRun> RunAsync(string command, string then) => _bench.RunAsync(
        "bash", "-c",
            $"set -m; {Program(command)} 2>$HOME/err & until [ -e $HOME/started ]; do sleep 0.02; done; {then}; wait $!; echo $?");
}
