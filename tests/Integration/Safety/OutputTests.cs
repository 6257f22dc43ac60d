namespace SecretsKit.Integration.Safety;

/// <summary>Standard output that cannot take anything is one message, and no crash.</summary>
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
}
