namespace SecretsKit.Goldens.Sops;

/// <summary>Where an administrator asks for an audit log, nothing is done without one.</summary>
public sealed class SopsAuditTests(GoldenKeys keys)
{
    [Theory]
    [InlineData("decrypt f.yaml")]
    [InlineData("-d f.yaml")]
    [InlineData("exec-env f.yaml env")]
    [InlineData("rotate -i f.yaml")]
    public async Task A_command_is_refused(string line)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        await File.WriteAllTextAsync(
            folder.File("audit.yaml"), "backends:\n  postgres:\n    - connection_string: x\n", TestContext.Current.CancellationToken);
        var result = await new SopsRun(keys, folder.Path).RunAsync(line.Split(' '), ["a1"]);
        Assert.Equal(
            (1, "", $"{folder.File("audit.yaml")} asks for an audit log, which this version cannot write; nothing was done\n"),
            (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Help_is_not()
    {
        using var folder = new CaseFolder();
        await File.WriteAllTextAsync(folder.File("audit.yaml"), "backends: {}\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await new SopsRun(keys, folder.Path).RunAsync(["decrypt", "--help"], [])).Exit);
    }
}
