namespace SecretsKit.Integration.Safety;

/// <summary>Programs that are started without standard input, output or error work, and no file takes the place of these.</summary>
public sealed class ClosedStreamTests : IDisposable
{
    private const string All = "<&- >&- 2>&-";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("\"$0\" view f.yaml 2>&-", 0, "a: 1\n")]
    [InlineData("\"$0\" view f.yaml <&-", 0, "a: 1\n")]
    [InlineData("\"$0\" view f.yaml <&- 2>&-", 0, "a: 1\n")]
    [InlineData("\"$0\" view missing.yaml 2>&-", 1, "")]
    [InlineData("\"$0\" view missing.yaml " + All, 1, "")]
    [InlineData("\"$0\" bogus " + All, 64, "")]
    [InlineData("./sops -d f.yaml 2>&-", 0, "a: 1\n")]
    [InlineData("./sops -d missing.yaml 2>&-", 100, "")]
    [InlineData("./sops -d missing.yaml " + All, 100, "")]
    [InlineData("./helm version --short 2>&- | grep -c .", 0, "1\n")]
    [InlineData("./helm template missing " + All, 1, "")]
    [InlineData("\"$0\" set f.yaml a 2 " + All, 0, "")]
    [InlineData("\"$0\" exec-env f.yaml 'test $a = 1' " + All, 0, "")]
    public async Task The_exit_code_is_the_usual_one(string line, int exit, string output)
    {
        await Prepare();
        var run = await _bench.RunAsync("bash", "-c", line, NativeProgram.Path);
        Assert.Equal((exit, output, ""), (run.ExitCode, run.OutputText, run.ErrorText));
    }

    [Theory]
    [InlineData("\"$0\" view missing.yaml 2>/dev/full", 1)]
    [InlineData("\"$0\" view missing.yaml 2</dev/null", 1)]
    [InlineData("./sops -d missing.yaml 2>/dev/full", 100)]
    public async Task A_message_that_cannot_be_written_changes_nothing(string line, int exit)
    {
        await Prepare();
        Assert.Equal(exit, (await _bench.RunAsync("bash", "-c", line, NativeProgram.Path)).ExitCode);
    }

    [Theory]
    [InlineData("\"$0\" view f.yaml >&-", "secretskit: the output cannot be written: standard output is closed\nhint: ")]
    [InlineData("\"$0\" view f.yaml <&- >&-", "secretskit: the output cannot be written: standard output is closed\nhint: ")]
    [InlineData("\"$0\" view f.yaml 1</dev/null", "secretskit: the output cannot be written: standard output is closed\nhint: ")]
    [InlineData("\"$0\" dec -o - f.yaml >&-", "secretskit: f.yaml: write /dev/stdout: bad file descriptor\n")]
    [InlineData("./sops -d f.yaml >&-", "the output cannot be written: standard output is closed\n")]
    public async Task A_closed_output_is_one_message(string line, string message)
    {
        await Prepare();
        var run = await _bench.RunAsync("bash", "-c", line, NativeProgram.Path);
        Assert.InRange(run.ExitCode, 1, 100);
        Assert.StartsWith(message, run.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set f.yaml a 2", "a: \"2\"\n")]
    [InlineData("set f.yaml a.b.c 2", "a: 1\n")]
    [InlineData("set f.yaml aa 2", "a: 1\naa: \"2\"\n")]
    [InlineData("rotate f.yaml", "a: 1\n")]
    [InlineData("updatekeys -y f.yaml", "a: 1\n")]
    [InlineData("edit f.yaml", "a: 1\n")]
    [InlineData("enc f.yaml", "a: 1\n")]
    [InlineData("sops -r -i f.yaml", "a: 1\n")]
    public async Task No_message_gets_into_a_file_that_is_written(string words, string plain)
    {
        await Prepare();
        foreach (var closed in (string[])[All, "2>&-", ">&- 2>&-"])
        {
            var run = await _bench.RunAsync("bash", "-c", $"EDITOR=true \"$0\" {words} {closed}", NativeProgram.Path);
            Assert.InRange(run.ExitCode, 0, 200);
            Assert.NotEqual(134, run.ExitCode);
        }

        var view = await _bench.RunAsync(NativeProgram.Path, "view", "f.yaml");
        Assert.Equal((0, plain), (view.ExitCode, view.OutputText));
        Assert.DoesNotContain("secretskit:", await File.ReadAllTextAsync(_bench.FileAt("f.yaml")), StringComparison.Ordinal);
    }

    private Task Prepare()
    {
        File.CreateSymbolicLink(_bench.FileAt("helm"), NativeProgram.Path);
        return _bench.EncryptAsync("f.yaml", "a: 1\n");
    }
}
