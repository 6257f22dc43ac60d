namespace SecretsKit.Integration.Safety;

/// <summary>Standard streams that cannot take anything, or are closed: one message, no crash, and nothing of it in a file.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("\"$0\" view f.yaml", "secretskit: the output cannot be written: no space left on device\nhint: ")]
    [InlineData("\"$0\" filestatus", "secretskit: the output cannot be written: no space left on device\nhint: ")]
    [InlineData("./sops -d f.yaml", "the output cannot be written: no space left on device\n")]
    public async Task A_full_disk_behind_the_output_is_one_message(string line, string message)
    {
        await _bench.EncryptAsync("f.yaml", "a: 1\n");
        var run = await _bench.RunAsync("bash", "-c", $"{line} >/dev/full", NativeProgram.Path);
        Assert.InRange(run.ExitCode, 1, 100);
        Assert.StartsWith(message, run.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData(">&-")]
    [InlineData("<&- >&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_closed_stream_is_none_and_never_a_file(string closed)
    {
        await _bench.EncryptAsync("f.yaml", "a: 1\n");
        var script = $"""
            "$0" set --for-others --ignore-rule f.yaml a 2 {closed}; echo "set $?"; "$0" view f.yaml {closed} | cat >/dev/null
            "$0" view f.yaml {closed} 3>/dev/null; echo "view $?"
            "$0" dec f.yaml {closed}; echo "dec $?"
            """;
        var run = await _bench.RunAsync("bash", "-c", script, NativeProgram.Path);
        Assert.Equal("set 0\nview 0\ndec 0\n", run.OutputText.Replace("a: \"2\"\n", "", StringComparison.Ordinal));
        Assert.Equal("a: \"2\"\n", await _bench.DecryptAsync("f.yaml"));
        Assert.Equal("a: \"2\"\n", _bench.Read("f.yaml.dec"));
    }
}
