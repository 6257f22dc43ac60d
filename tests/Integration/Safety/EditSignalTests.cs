namespace SecretsKit.Integration.Safety;

/// <summary>A signal during an edit ends program and editor at once, leaves no plaintext anywhere, and the file as it was.</summary>
public sealed class EditSignalTests : IDisposable
{
    private const string Interrupted = "130\n";
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var signal in (string[])["INT", "TERM", "HUP"])
        {
            foreach (var whom in (string[])["$!", "-- -$!"])
            {
                data.Add(signal, whom, "sops edit");
                data.Add(signal, whom, "secretskit edit --unattended");
            }
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task While_the_editor_runs(string signal, string whom, string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var before = _bench.Read("f.yaml");
        _bench.UseEditor("cp \"$1\" \"$1~\"; echo $$ >$TMPDIR/../started; while :; do sleep 0.05; done");
        var run = await RunAsync(command, "until [ -s $TMPDIR/../started ]; do sleep 0.02; done", signal, whom, "</dev/null");
        // To the whole group: the editor's end may be noticed first (201), or the signal last, when
        // nothing is left to clean up (128 and more).
        Assert.Matches(whom == "$!" ? "^130\neditor gone\n$" : "^(130|129|143|201|1)\neditor gone\n$", run.OutputText);
        AssertNothingHappened(before);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task While_it_asks_whether_to_go_back_to_the_editor(string signal, string whom, string command)
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var before = _bench.Read("f.yaml");
        _bench.UseEditor("echo $$ >$TMPDIR/../started; printf '{' >\"$1\"");
        var run = await RunAsync(command, "until grep -qi 'enter' $HOME/err; do sleep 0.02; done", signal, whom, "<>$HOME/nobody-types");
        Assert.Equal(Interrupted + "editor gone\n", run.OutputText);
        AssertNothingHappened(before);
    }

    [Theory]
    [InlineData("encrypt --age $RECIPIENT --filename-override f.yaml")]
    [InlineData("decrypt --filename-override f.yaml")]
    [InlineData("decrypt pipe")]
    public async Task While_it_waits_for_input(string arguments)
    {
        // The pipe has no writer, and the test would wait for the time limit if the signal were not enough.
        var run = await _bench.RunAsync(
            "bash",
            "-c",
            $"mkfifo pipe $HOME/nobody-types; set -m; ./sops {arguments} <>$HOME/nobody-types & sleep 0.3; kill -INT $!; wait $!; echo $?");
        Assert.Equal(Interrupted, run.OutputText);
    }

    [Fact]
    public async Task A_terminal_is_as_it_was_after_an_interrupt()
    {
        await _bench.EncryptAsync("f.yaml", "a: secret\n");
        var before = _bench.Read("f.yaml");
        _bench.UseEditor("stty raw -echo; echo ready >$HOME/screen; exec sleep 30");
        // A terminal of its own, whose modes the editor changes and cannot put back, because the signal ends it too.
        var run = await _bench.RunAsync(
            "script",
            "-qefc",
            "bash -c 'set -m; stty -a >$HOME/modes; (until [ -s $HOME/screen ]; do sleep 0.05; done; kill -TERM -- -$(cat " +
            "$HOME/program)) & " +
            "bash -c \"echo \\$\\$ >$HOME/program; exec ./sops edit f.yaml\"; stty -a | cmp - $HOME/modes && echo same modes'",
            "/dev/null");
        Assert.Contains("same modes", run.OutputText, StringComparison.Ordinal);
        AssertNothingHappened(before);
    }

    /// <summary>
    /// Starts an edit as a process group of its own, waits, sends the signal, and prints the status and whether the editor still runs.
    /// </summary>
    private Task<BenchRun> RunAsync(string command, string wait, string signal, string whom, string input)
    {
        var words = command.Split(' ');
        var program = words[0] == "sops" ? "./sops" : NativeProgram.Path;
        return _bench.RunAsync(
            "bash",
            "-c",
            $"mkfifo $HOME/nobody-types; set -m; {program} {string.Join(' ', words[1..])} f.yaml {input} 2>$HOME/err & {wait}; " +
            $"kill -{signal} {whom}; wait " +
            "$!; echo $?; " +
            "kill -0 $(cat $TMPDIR/../started) 2>/dev/null && echo editor runs || echo editor gone");
    }

    private void AssertNothingHappened(string before)
    {
        Assert.Equal(before, _bench.Read("f.yaml"));
        Assert.Equal(["work:editor", "work:f.yaml", "work:sops"], _bench.Everything());
    }
}
