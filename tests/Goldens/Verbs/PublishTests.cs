namespace SecretsKit.Goldens.Verbs;

/// <summary>Our own <c>publish</c>: what goes where, and that nothing goes where nothing can be sent yet.</summary>
public sealed class PublishTests : IDisposable
{
    private const string Rules =
        "destination_rules:\n" +
        "  - path_regex: ^prod/\n    vault_path: apps\n    vault_address: https://vault.example\n    omit_extensions: true\n" +
        "  - path_regex: ^test/\n    s3_bucket: b\n    s3_prefix: pre/\n" +
        "  - path_regex: ^both\n    s3_bucket: b\n    gcs_bucket: b\n";

    private readonly VerbRun _run = new VerbRun().WithKey(rule: Rules);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_dry_run_prints_what_would_go_where()
    {
        await EncryptAsync("prod/a.yaml");
        await EncryptAsync("prod/sub/b.yaml");
        await EncryptAsync("test/c.yaml");
        _run.Write("prod/README.md", "no secret\n");
        var run = await _run.RunAsync("publish", "--dry-run", "--recursive", "prod", "test/c.yaml");
        Assert.Equal(
            (0, "prod/a.yaml -> https://vault.example/v1/secret/data/apps/a (values)\n" +
                "prod/sub/b.yaml -> https://vault.example/v1/secret/data/apps/sub/b (values)\n" +
                "test/c.yaml -> s3://b/pre/c.yaml (as it is)\n",
            ""),
            (run.Exit, run.OutputText, run.ErrorText));
    }

    [Theory]
    [InlineData("other.yaml", "no destination rule matches")]
    [InlineData("both.yaml", "more than one destinations were found in a single destination rule")]
    public async Task What_cannot_be_sent_is_refused_before_anything_is_opened(string file, string problem)
    {
        await EncryptAsync(file);
        _run.Variables.Remove("SOPS_AGE_KEY");
        var run = await _run.RunAsync("publish", "--yes", file);
        Assert.Equal((1, ""), (run.Exit, run.OutputText));
        Assert.Contains(problem, run.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_needs_a_word_more()
    {
        await EncryptAsync("prod/a.yaml");
        var run = await _run.RunAsync("publish", "prod");
        Assert.Equal(
            (64, "secretskit: publish: prod is a folder\nhint: --recursive publishes all encrypted files in it\n"),
            (run.Exit, run.ErrorText));
        var missing = await _run.RunAsync("publish", "none.yaml");
        Assert.Equal(
            (1, "secretskit: stat none.yaml: no such file or directory\nhint: correct the path; nothing was sent\n"),
            (missing.Exit, missing.ErrorText));
    }

    private async Task EncryptAsync(string name)
    {
        _run.Write(name, "a: 1\n");
        Assert.Equal(0, (await _run.RunAsync("enc", name)).Exit);
    }
}
