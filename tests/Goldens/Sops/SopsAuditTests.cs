namespace SecretsKit.Goldens.Sops;

/// <summary>
/// Where an administrator asks for an audit log, nothing is done without one, and no message shows what the log is reached by.
/// </summary>
public sealed class SopsAuditTests(GoldenKeys keys)
{
    private const string Canary = "canary-5f1d";

    private const string Unreachable = "backends:\n  postgres:\n    - connection_string: " +
        "postgres://auditor:" + Canary + "@127.0.0.1:1/audit?sslmode=disable\n";

    [Theory]
    [InlineData("decrypt f.yaml")]
    [InlineData("-d f.yaml")]
    [InlineData("exec-env f.yaml env")]
    [InlineData("rotate -i f.yaml")]
    public async Task Without_its_database_no_command_runs(string line)
    {
        var (result, folder) = await RunAsync(Unreachable, line);
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.StartsWith($"Pinging audit database 1 of {folder}/audit.yaml failed: ", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backends: {postgres: [{connection_string: \"host=x password=" + Canary + " sslmode=maybe\"}]}\n", "backend 1: ")]
    [InlineData("backends: {postgres: [{connection_string: \"" + Canary + "\"}]}\n", "backend 1: ")]
    [InlineData("backends: {postgres: [{connection_string: \"x " + Canary + "\n", "cannot be read")]
    public async Task A_setting_that_cannot_be_used_ends_a_command(string config, string message)
    {
        var (result, _) = await RunAsync(config, "decrypt f.yaml");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_databases_changes_nothing() =>
        Assert.Equal(0, (await RunAsync("backends: {}\n", "decrypt f.yaml")).Result.Exit);

    [Fact]
    public async Task Help_needs_none() => Assert.Equal(0, (await RunAsync(Unreachable, "decrypt --help")).Result.Exit);

    private async Task<(SopsResult Result, string Folder)> RunAsync(string config, string line)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        await File.WriteAllTextAsync(folder.File("audit.yaml"), config, TestContext.Current.CancellationToken);
        return (await new SopsRun(keys, folder.Path).RunAsync(line.Split(' '), ["a1"]), folder.Path);
    }
}
