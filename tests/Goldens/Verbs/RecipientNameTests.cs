namespace SecretsKit.Goldens.Verbs;

/// <summary>Recipients have the names that people gave them, wherever they are shown.</summary>
public sealed class RecipientNameTests
{
    private static readonly string A1 = VerbRun.Recipient("a1");
    private static readonly string A2 = VerbRun.Recipient("a2");

    [Theory]
    [InlineData("creation_rules:\n  - age: {0} # alice\n")]
    [InlineData("creation_rules:\n  - age:\n      # alice\n      - {0}\n")]
    [InlineData("keys:\n  - &alice {0}\ncreation_rules:\n  - age: [*alice]\n")]
    [InlineData("creation_rules:\n  - key_groups:\n      - age:\n          - {0} # alice\n")]
    public async Task Comments_and_anchors_of_the_configuration_are_names(string config)
    {
        using var run = await EncryptedAsync(config);
        var text = await run.RunAsync("filestatus", "s.yaml");
        Assert.Contains($"  age {A1}  alice  (key at hand)\n", text.OutputText, StringComparison.Ordinal);
        var json = await run.RunAsync("filestatus", "-o", "json", "s.yaml");
        Assert.Contains($"\"id\":\"{A1}\",\"name\":\"alice\"", json.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_names_counts_before_comments()
    {
        using var run = await EncryptedAsync("creation_rules:\n  - age: {0} # somebody\n");
        run.Write(".secretskit-names", $"# who is who\n{A1}  Alice of operations\n");
        var result = await run.RunAsync("filestatus", "s.yaml");
        Assert.Contains($"  age {A1}  Alice of operations  (key", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leavers_and_newcomers_are_named()
    {
        using var run = await EncryptedAsync("creation_rules:\n  - age: {0}\n");
        run.Write(".secretskit-names", $"{A1} alice\n{A2} bob\n");
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A2}\n");
        var dry = await run.RunAsync("updatekeys", "--dry-run", "s.yaml");
        Assert.Contains($"  + age {A2}  bob\n  - age {A1}  alice\n", dry.OutputText, StringComparison.Ordinal);
        var check = await run.RunAsync("check");
        Assert.Contains($"can decrypt, and is not in the rule: alice ({A1}); is in the rule, and cannot decrypt: bob ({A2})",
            check.OutputText, StringComparison.Ordinal);
        var rotate = await run.RunAsync("rotate", "s.yaml");
        Assert.Contains($"can decrypt, and is not in the rule: alice (age {A1})", rotate.ErrorText, StringComparison.Ordinal);
        var groups = await run.RunAsync("groups", "list", "-o", "json", "s.yaml");
        Assert.Contains("\"name\":\"alice\"", groups.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_just_taken_out_of_the_configuration_still_has_the_name_of_the_last_commit()
    {
        using var run = await EncryptedAsync("creation_rules:\n  - age:\n      - {0} # alice\n");
        await run.GitInitAsync();
        await run.ShellAsync("git add .sops.yaml && git -c user.name=a -c user.email=a@b commit -qm x");
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A2}\n");
        var dry = await run.RunAsync("updatekeys", "--dry-run", "s.yaml");
        Assert.Contains($"  - age {A1}  alice\n", dry.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_names_nobody_and_breaks_nothing()
    {
        using var run = await EncryptedAsync("creation_rules:\n  - age: {0} # alice\n");
        run.Write(".sops.yaml", "creation_rules: [\n");
        Assert.Contains($"  age {A1}  (key at hand)\n", (await run.RunAsync("filestatus", "s.yaml")).OutputText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> EncryptedAsync(string config)
    {
        var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", config.Replace("{0}", A1, StringComparison.Ordinal));
        run.Write("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
