namespace SecretsKit.Goldens.Sops;

/// <summary>What an edit must survive and no golden row shows.</summary>
public sealed class SopsEditTests(GoldenKeys keys)
{
    [Theory]
    [InlineData("sops")]
    [InlineData("secretskit")]
    public async Task A_configuration_that_breaks_meanwhile_does_not_lose_the_edit(string program)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "basic.yaml"), folder.File("s.yaml"));
        await File.WriteAllTextAsync(folder.File(".sops.yaml"), "stores:\n  yaml:\n    indent: 2\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File(
                "ed.sh"), "echo 'creation_rules: [' > .sops.yaml; sed -i s/bob/eve/ \"$1\"\n", TestContext.Current.CancellationToken);
        var run = new SopsRun(keys, folder.Path);

        var edited = await run.RunAsync(
            program == "sops" ? ["edit", "s.yaml"] : ["edit", "--unattended", "s.yaml"], ["a1"],
            [new("EDITOR", "sh ed.sh")],
            program: program);
        File.Delete(folder.File(".sops.yaml"));
        var opened = await run.RunAsync(["decrypt", "s.yaml"], ["a1"]);

        Assert.Equal(0, edited.Exit);
        Assert.Contains("name: eve\n", opened.OutputText, StringComparison.Ordinal);
        Assert.Contains("\n  list:\n", System.Text.Encoding.UTF8.GetString(await folder.ReadAsync("s.yaml")), StringComparison.Ordinal);
    }
}
