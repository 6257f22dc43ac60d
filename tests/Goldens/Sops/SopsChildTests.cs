namespace SecretsKit.Goldens.Sops;

/// <summary>What programs that we start get to see.</summary>
public sealed class SopsChildTests(KeyRing keys)
{
    [Fact]
    public async Task An_editor_does_not_inherit_the_identity()
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "basic.yaml"), folder.File("s.yaml"));
        await File.WriteAllTextAsync(folder.File("ed.sh"), "env > seen; sed -i s/bob/eve/ \"$1\"\n", TestContext.Current.CancellationToken);

        var result = await new SopsRun(keys, folder.Path).RunAsync(["edit", "s.yaml"], ["a1"], [new("EDITOR", "sh ed.sh")]);

        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        var seen = await File.ReadAllTextAsync(folder.File("seen"), TestContext.Current.CancellationToken);
        Assert.Contains("EDITOR=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET-KEY-", seen, StringComparison.Ordinal);
    }
}
