namespace SecretsKit.Integration.Safety;

/// <summary>Commands clear up after those of their kind that were killed, and leave alone what a living program still reads.</summary>
public sealed class LeftoverCommandTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("\"$0\" exec-file --no-fifo f.yaml -- ./reader {}", "\"$0\" exec-file --no-fifo f.yaml -- true {}")]
    [InlineData("./sops exec-file --no-fifo f.yaml './reader {}'", "./sops exec-file --no-fifo f.yaml 'true {}'")]
    [InlineData("EDITOR=$PWD/reader \"$0\" edit --unattended f.yaml", "EDITOR=true \"$0\" edit --unattended f.yaml")]
    [InlineData("EDITOR=$PWD/reader ./sops edit f.yaml", "EDITOR=true ./sops edit f.yaml || true")]
    public async Task Plaintext_in_memory_stays_while_it_is_read_and_goes_with_the_next_command(string first, string next)
    {
        await _bench.EncryptAsync("f.yaml", "a: 1\n");
        _bench.Write("reader", "#!/bin/sh\necho $$ $PPID >$HOME/reader; while :; do sleep 0.05; done\n", executable: true);
        var script = $$"""
            set -m; {{first}} >/dev/null 2>&1 & until [ -s $HOME/reader ]; do :; done
            kill -9 $!; wait $! 2>/dev/null
            left() { ls -A $XDG_RUNTIME_DIR $TMPDIR | grep -c held; }
            echo "killed: $(left)"; {{next}} >/dev/null 2>&1; echo "next: $(left)"; "$0" check | grep -c abandoned
            for p in $(cat $HOME/reader); do kill -9 $p 2>/dev/null; while kill -0 $p 2>/dev/null; do :; done; done
            "$0" check | grep -c 'a folder that may hold plaintext'; {{next}} >/dev/null 2>&1; echo "read: $(left)"
            """;
        var run = await _bench.RunAsync("bash", "-c", script, NativeProgram.Path);
        Assert.Equal("killed: 1\nnext: 1\n0\n1\nread: 0\n", run.OutputText);
        _bench.AssertNothingLeftOutside();
    }

    [Theory]
    [InlineData("./sops", "set f.yaml [\"a\"] 2")]
    [InlineData("./sops", "rotate -i f.yaml")]
    [InlineData("", "set f.yaml a 2")]
    [InlineData("", "unset f.yaml a")]
    [InlineData("", "dec f.yaml")]
    [InlineData("", "secrets dec f.yaml")]
    public async Task A_temporary_file_goes_with_the_next_command(string program, string words)
    {
        await _bench.EncryptAsync("f.yaml", "a: 1\nb: 2\n");
        var files = _bench.Everything();
        program = program.Length == 0 ? NativeProgram.Path : _bench.FileAt("sops");
        var arguments = words.Split(' ');
        var killed = await _bench.RunAsync("strace", Killing.Words("fsync", 1, program, arguments));
        Assert.True(Killing.Ended(killed), killed.ErrorText);
        Assert.Single(
            _bench.Everything().Except(files),
            entry => entry.EndsWith(".tmp", StringComparison.Ordinal) || entry.EndsWith(".dec", StringComparison.Ordinal));
        var run = await _bench.RunAsync(program, arguments);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        Assert.DoesNotContain(_bench.Everything().Except(files), entry => entry != "work:f.yaml.dec");
    }
}
