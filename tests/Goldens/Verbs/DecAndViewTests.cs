namespace SecretsKit.Goldens.Verbs;

/// <summary>Decrypting: P-071, P-079, P-080.</summary>
public sealed class DecAndViewTests
{
    private const string Plain = $"database:\n    user: orders\n    password: {VerbRun.Canary}\nport: 5432\n";

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        return run;
    }

    /// <summary>P-071.</summary>
    [Fact]
    public async Task P_071_Decrypts_beside_the_file_for_its_owner_alone_and_never_into_it()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("secrets.yaml");
        var result = await run.RunAsync("dec", "secrets.yaml");
        Assert.Equal((0, "", "decrypted secrets.yaml to secrets.yaml.dec\n"), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(Plain, run.Read("secrets.yaml.dec"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("secrets.yaml.dec")));
        Assert.Equal(before, run.Read("secrets.yaml"));
    }

    [Fact]
    public async Task In_place_only_when_asked_for()
    {
        using var run = await EncryptedAsync();
        Assert.Equal(0, (await run.RunAsync("dec", "--in-place", "secrets.yaml")).Exit);
        Assert.Equal(Plain, run.Read("secrets.yaml"));
        Assert.False(run.Has("secrets.yaml.dec"));
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_Plaintext_that_git_would_take_is_warned_of_until_init_was_run()
    {
        using var run = await EncryptedAsync();
        await run.GitInitAsync();
        var result = await run.RunAsync("dec", "secrets.yaml");
        Assert.Contains("warning: git does not ignore secrets.yaml.dec", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: 'secretskit init' adds *.dec to .gitignore\n", result.ErrorText, StringComparison.Ordinal);
        await run.RunAsync("init");
        Assert.DoesNotContain("warning", (await run.RunAsync("dec", "secrets.yaml")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decrypted_copy_with_changes_is_not_overwritten()
    {
        using var run = await EncryptedAsync();
        run.Write("secrets.yaml.dec", "mine: 1\n");
        var result = await run.RunAsync("dec", "secrets.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "hint: 'secretskit enc secrets.yaml' takes its values over; remove secrets.yaml.dec, or overwrite it with --force\n",
            result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("mine: 1\n", run.Read("secrets.yaml.dec"));
        Assert.Equal(0, (await run.RunAsync("dec", "--force", "secrets.yaml")).Exit);
        Assert.Equal(Plain, run.Read("secrets.yaml.dec"));
    }

    /// <summary>P-080.</summary>
    [Fact]
    public async Task P_080_View_leaves_no_plaintext_behind()
    {
        using var run = await EncryptedAsync();
        var before = Directory.EnumerateFileSystemEntries(run.Path).Order().ToList();
        var result = await run.RunAsync("view", "secrets.yaml");
        Assert.Equal((0, Plain, ""), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(run.Path).Order());
    }

    [Theory]
    [InlineData("[\"database\"][\"user\"]", "orders")]
    [InlineData("[\"port\"]", "5432")]
    [InlineData("[\"database\"]", "user: orders\npassword: canary-7f3e9a\n")]
    public async Task One_value_can_be_printed(string path, string expected)
    {
        using var run = await EncryptedAsync();
        Assert.Equal(
            expected,
            (await run.RunAsync("view", "--extract", path, "secrets.yaml"))
                .OutputText.TrimEnd('\n') + (expected.EndsWith('\n') ? "\n" : ""));
    }

    [Fact]
    public async Task View_converts()
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync("view", "--output-type", "json", "secrets.yaml");
        Assert.Equal(5432, System.Text.Json.Nodes.JsonNode.Parse(result.OutputText)!["port"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_changed_file_is_refused_unless_that_is_asked_for()
    {
        using var run = new VerbRun().WithKey(rule: "    encrypted_regex: ^password$\n");
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        run.Write("secrets.yaml", run.Read("secrets.yaml").Replace("orders", "intruder", StringComparison.Ordinal));
        foreach (var verb in new[] { "view", "dec", "edit" })
        {
            var result = await run.RunAsync(verb, "secrets.yaml");
            Assert.Equal((1, ""), (result.Exit, result.OutputText));
            Assert.StartsWith("secretskit: secrets.yaml: refused: the MAC does not match", result.ErrorText, StringComparison.Ordinal);
            Assert.Contains("\nhint: ", result.ErrorText, StringComparison.Ordinal);
        }

        Assert.Contains("intruder", (await run.RunAsync("view", "--ignore-mac", "secrets.yaml")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_keeps_nobody_from_decrypting()
    {
        using var run = await EncryptedAsync();
        run.Write(".sops.yaml", "creation_rules: [");
        var result = await run.RunAsync("view", "secrets.yaml");
        Assert.Equal((0, Plain), (result.Exit, result.OutputText));
        Assert.StartsWith("warning: the layout of .sops.yaml is not used: ", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_two_names_is_written_over_only_when_asked_for()
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", Plain);
        using (var link = System.Diagnostics.Process.Start("ln", [run.File("a.yaml"), run.File("b.yaml")]))
        {
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var refused = await run.RunAsync("enc", "a.yaml");
        Assert.Equal((1, Plain), (refused.Exit, run.Read("a.yaml")));
        Assert.EndsWith(": --write-over\n", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("enc", "--write-over", "a.yaml")).Exit);
        Assert.DoesNotContain(VerbRun.Canary, run.Read("b.yaml"));
    }
}
