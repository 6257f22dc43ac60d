using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>Command lines that are incomplete, backends that are refused, and encrypted files that are handed on as they are.</summary>
public sealed class HelmSecretsUsageTests
{
    private const string Plain = $"password: {VerbRun.Canary}\n";
    private const string Failed = "Error: plugin \"secrets\" exited with error\n";

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("secrets", "-q", "enc", "secrets.yaml")).Exit);
        return run;
    }

    [Fact]
    public async Task Without_a_command_the_help_is_printed_and_the_run_fails()
    {
        using var run = new VerbRun();
        var bare = await run.RunAsync("secrets");
        var asked = await run.RunAsync("secrets", "--help");
        Assert.Equal((1, asked.OutputText, Failed), (bare.Exit, bare.OutputText, bare.ErrorText));
        Assert.Equal((0, ""), (asked.Exit, asked.ErrorText));
    }

    [Theory]
    [InlineData("encrypt", "secrets file")]
    [InlineData("decrypt", "secrets file")]
    [InlineData("edit", "secrets file")]
    [InlineData("enc", "secrets file")]
    [InlineData("dec", "secrets file")]
    [InlineData("view", "secrets file")]
    [InlineData("clean", "Chart package")]
    public async Task A_command_without_its_file_prints_its_help_and_what_is_missing(string command, string what)
    {
        using var run = new VerbRun();
        var help = (await run.RunAsync("secrets", command, "--help")).OutputText;
        var result = await run.RunAsync("secrets", command);
        Assert.Equal((1, $"{help}Error: {what} required.\n", Failed), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Theory]
    [InlineData("template")]
    [InlineData("lint")]
    [InlineData("upgrade")]
    public async Task A_helm_command_alone_explains_the_wrapper(string command)
    {
        using var run = new VerbRun();
        var alone = await run.RunAsync("secrets", command);
        Assert.Equal((0, ""), (alone.Exit, alone.ErrorText));
        Assert.StartsWith($"usage: secretskit secrets [options] {command} ", alone.OutputText, StringComparison.Ordinal);
        Assert.Equal(alone.OutputText, (await run.RunAsync("secrets", command, "--help")).OutputText);
    }

    // The backend of the variable, or the default one, is loaded before any option is read; options load theirs one after the other.
    [Theory]
    [InlineData("first", "", "-b second --help", "Can't find secret backend: first")]
    [InlineData("", "", "-b first -b second view secrets.yaml", "Can't find secret backend: first")]
    [InlineData("", "", "-b first --help", "Can't find secret backend: first")]
    [InlineData("", "vals", "-b vals --help", "secret backend 'sops' not allowed")]
    [InlineData("noop", "noop", "-b sops view secrets.yaml", "secret backend 'sops' not allowed")]
    [InlineData("vals", "sops", "--version", "secret backend 'vals' not allowed")]
    public async Task Backends_are_refused_in_the_order_in_which_they_are_named(
        string variable, string allowed, string words, string message)
    {
        using var run = await EncryptedAsync();
        run.Variables["HELM_SECRETS_BACKEND"] = variable;
        run.Variables["HELM_SECRETS_ALLOWED_BACKENDS"] = allowed;
        var result = await run.RunAsync(["secrets", .. words.Split(' ')]);
        Assert.Equal((1, "", $"[helm-secrets] {message}\n{Failed}"), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Help_ends_the_options_before_a_backend_behind_it()
    {
        using var run = new VerbRun();
        Assert.Equal(0, (await run.RunAsync("secrets", "--help", "-b", "nonsense")).Exit);
    }

    [Theory]
    [InlineData("--skip-decrypt", "")]
    [InlineData("--skip-decrypt=true", "")]
    [InlineData("-q", "true")]
    public async Task Decryption_that_is_skipped_prints_the_ciphertext(string option, string variable)
    {
        using var run = await EncryptedAsync();
        run.Variables["HELM_SECRETS_SKIP_DECRYPT"] = variable;
        var result = await run.RunAsync("secrets", option, "decrypt", "secrets.yaml");
        Assert.Equal((0, run.Read("secrets.yaml")), (result.Exit, result.OutputText));
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_option_wins_over_the_variable()
    {
        using var run = await EncryptedAsync();
        run.Variables["HELM_SECRETS_SKIP_DECRYPT"] = "true";
        Assert.Equal(Plain, (await run.RunAsync("secrets", "--skip-decrypt=false", "decrypt", "secrets.yaml")).OutputText);
    }

    [Fact]
    public async Task Files_are_left_alone_where_decryption_is_skipped()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("secrets.yaml");
        foreach (var words in (string[][])[["decrypt", "-i"], ["dec"]])
        {
            var result = await run.RunAsync(["secrets", "--skip-decrypt", .. words, "secrets.yaml"]);
            Assert.Equal(
                (0, "", "[helm-secrets] Decrypt skipped (--skip-decrypt): secrets.yaml\n"),
                (result.Exit, result.OutputText, result.ErrorText));
        }

        Assert.Equal(before, run.Read("secrets.yaml"));
        Assert.False(run.Has("secrets.yaml.dec"));
    }

    [Theory]
    [InlineData("-f", "secrets.yaml")]
    [InlineData("--set-file", "password=secrets.yaml")]
    public async Task Charts_get_the_ciphertext_where_decryption_is_skipped(string flag, string file)
    {
        using var run = await EncryptedAsync();
        run.Write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("chart/templates/t.txt.yaml", "text: {{ toJson .Values.password }}\n");
        var result = await run.RunAsync("secrets", "--skip-decrypt", "template", "r", "chart", flag, file);
        Assert.Equal((0, "[helm-secrets] Decrypt skipped (--skip-decrypt): secrets.yaml\n"), (result.Exit, result.ErrorText));
        Assert.Contains("ENC[AES256_GCM,", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
        Assert.Contains(VerbRun.Canary, (await run.RunAsync("template", "r", "chart", flag, file)).OutputText, StringComparison.Ordinal);
    }

    /// <summary>
    /// As in 3.x, <c>enc</c> takes what was written into the decrypted copy; here values that stay keep their ciphertext.
    /// </summary>
    [Fact]
    public async Task Enc_takes_over_a_changed_copy()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", "a: one\nb: two\n");
        Assert.Equal(0, (await run.RunAsync("secrets", "-q", "enc", "secrets.yaml")).Exit);
        var before = run.Read("secrets.yaml").Split('\n');
        run.Write("secrets.yaml.dec", "a: one\nb: changed\n");
        var result = await run.RunAsync("secrets", "enc", "secrets.yaml");
        Assert.Equal(
            (0, "", "[helm-secrets] Encrypting secrets.yaml\n[helm-secrets] Encrypted secrets.yaml.dec to secrets.yaml\n"),
            (result.Exit, result.OutputText, result.ErrorText));
        var after = run.Read("secrets.yaml").Split('\n');
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.Equal("a: one\nb: changed\n", (await run.RunAsync("secrets", "view", "secrets.yaml")).OutputText);
        Assert.True(run.Has("secrets.yaml.dec"));
        Assert.Equal(0, (await run.RunAsync("secrets", "enc", "secrets.yaml")).Exit);
        Assert.Equal(after, run.Read("secrets.yaml").Split('\n'));
    }

    [Fact]
    public async Task Enc_encrypts_a_copy_into_a_plain_file()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", "a: old\n");
        run.Write("secrets.yaml.dec", "a: new\n");
        Assert.Equal(0, (await run.RunAsync("secrets", "enc", "secrets.yaml")).Exit);
        Assert.Equal("a: new\n", (await run.RunAsync("secrets", "view", "secrets.yaml")).OutputText);
    }

    [Theory]
    [InlineData("a: [\n", 1)]
    [InlineData("- a\n", 1)]
    public async Task A_malformed_copy_leaves_the_file(string copy, int exit)
    {
        using var run = await EncryptedAsync();
        var before = run.Read("secrets.yaml");
        run.Write("secrets.yaml.dec", copy);
        Assert.Equal(exit, (await run.RunAsync("secrets", "enc", "secrets.yaml")).Exit);
        Assert.Equal(before, run.Read("secrets.yaml"));
    }
}
