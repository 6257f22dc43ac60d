using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Secrets.Wrapper;
using SecretsKit.Core.Errors;
using SecretsKit.Goldens.Verbs;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>What is made of a Helm command line before Helm gets it (P-075): values are decrypted in memory, nothing is written.</summary>
public sealed class HelmSecretsWrapperTests
{
    private const string Plain = $"password: {VerbRun.Canary}\n";

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        run.Write("my values/[one].yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml", "my values/[one].yaml")).Exit);
        run.Write("plain.yaml", "a: 1\n");
        run.Write("secrets.yaml.dec", "planted: 1\n");
        run.Write("empty.yaml", "");
        return run;
    }

    private static async Task<(HelmInvocation Invocation, string Messages)> ResolveAsync(VerbRun run, params string[] words)
    {
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(run.Variables, run.Path),
            Input = Stream.Null,
            Output = Stream.Null,
            Error = error,
            Prompt = new TerminalPassphrasePrompt(),
            TestOnlyThrowDefects = true,
        };
        var options = HelmSecretsOptions.Parse(host.Environment, words);
        var before = Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories);
        var invocation = await new HelmWords(new(host, options)).ResolveAsync(options.Rest, TestContext.Current.CancellationToken);
        Assert.Equal(before, Directory.GetFiles(run.Path, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(VerbRun.Canary, invocation.ToString(), StringComparison.Ordinal);
        return (invocation, System.Text.Encoding.UTF8.GetString(error.ToArray()));
    }

    private static string Text(HelmInvocation invocation, string path) => System.Text.Encoding.UTF8.GetString(invocation.Files[path]);

    /// <summary>P-075.</summary>
    [Theory]
    [InlineData("-f", "secrets.yaml")]
    [InlineData("--values", "secrets.yaml")]
    [InlineData("--values=secrets.yaml")]
    [InlineData("-f=secrets.yaml")]
    [InlineData("-fsecrets.yaml")]
    [InlineData("-f", "sops!secrets.yaml")]
    [InlineData("-f", "?secrets.yaml")]
    [InlineData("--set-file", "k=secrets.yaml")]
    [InlineData("--set-file=k=secrets.yaml")]
    public async Task P_075_Value_files_are_decrypted_in_memory_and_a_planted_copy_is_not_read(params string[] words)
    {
        using var run = await EncryptedAsync();
        var (invocation, messages) = await ResolveAsync(run, ["upgrade", "r", "chart", .. words]);
        Assert.Equal(Plain, Text(invocation, "secrets.yaml"));
        Assert.Equal("[helm-secrets] Decrypt: secrets.yaml\n", messages);
        Assert.DoesNotContain(invocation.Words, word => word.Contains('!') || word.Contains('?'));
    }

    [Fact]
    public async Task A_list_of_files_mixes_plain_encrypted_and_empty_ones()
    {
        using var run = await EncryptedAsync();
        var (invocation, messages) = await ResolveAsync(
            run, "-q", "template", "r", "chart", "-f", "plain.yaml,secrets.yaml,empty.yaml,my values/[one].yaml", "--", "-f", "none.yaml");
        Assert.Equal(["my values/[one].yaml", "secrets.yaml"], invocation.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["template", "r", "chart", "-f", "plain.yaml,secrets.yaml,empty.yaml,my values/[one].yaml", "--", "-f", "none.yaml"],
            invocation.Words);
        Assert.Equal("", messages);
    }

    [Fact]
    public async Task A_getter_of_ours_is_left_to_helm()
    {
        using var run = await EncryptedAsync();
        var (invocation, _) = await ResolveAsync(run, "template", "r", "chart", "-f", "secrets://secrets.yaml");
        Assert.Equal("secrets://secrets.yaml", invocation.Words[^1]);
        Assert.Empty(invocation.Files);
    }

    [Fact]
    public async Task A_missing_file_is_tolerated_alone()
    {
        using var run = await EncryptedAsync();
        var (invocation, _) = await ResolveAsync(run, "template", "r", "chart", "-f", "?none.yaml");
        Assert.Empty(invocation.Files["none.yaml"]);
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(() => ResolveAsync(run, "template", "-f", "?none.yaml,other.yaml"));
        Assert.Equal("[helm-secrets] File does not exist: other.yaml", failure.Message);
        (invocation, _) = await ResolveAsync(run, "--ignore-missing-values", "template", "-f", "none.yaml,other.yaml");
        Assert.Equal(2, invocation.Files.Count);
    }

    [Theory]
    [InlineData("a=1,b={x,y},c=z\\,w")]
    [InlineData("a=sops!plain")]
    [InlineData("a=noop!plain", "a=plain")]
    [InlineData("a=what!ever")]
    [InlineData("flag")]
    [InlineData("a=ref+echo://x")]
    public async Task Literals_that_are_not_encrypted_stay_as_they_are(string set, string? resolved = null)
    {
        using var run = await EncryptedAsync();
        var (invocation, _) = await ResolveAsync(run, "template", "--set", set);
        Assert.Equal(resolved ?? set.Replace("sops!", "", StringComparison.Ordinal), invocation.Words[^1]);
    }

    [Fact]
    public async Task An_encrypted_literal_is_replaced_by_its_meaning_and_escaped()
    {
        using var run = await EncryptedAsync();
        run.Write("s.json", "{\"a\": 1, \"b\": 2}");
        Assert.Equal(0, (await run.RunAsync("enc", "s.json")).Exit);
        var (invocation, _) = await ResolveAsync(
            run, "template", "--set-string=x=" + run.Read("s.json").Replace(",", "\\,", StringComparison.Ordinal));
        Assert.Equal("--set-string=x={\n\t\"a\": 1\\,\n\t\"b\": 2\n}\n", invocation.Words[^1]);
    }

    [Theory]
    [InlineData(
        "-b vals template r c --set a=ref+echo://x",
        "[helm-secrets] vals references (ref+...) are not resolved by this version: a literal value\n")]
    [InlineData(
        "template r c --set-string l={vals!ref+echo://x}",
        "[helm-secrets] vals references (ref+...) are not resolved by this version: a literal value\n")]
    [InlineData(
        "--evaluate-templates template r c",
        "[helm-secrets] vals references (ref+...) are not resolved by this version: --evaluate-templates\n")]
    [InlineData(
        "--evaluate-templates false template r c", "Error: non-absolute URLs should be in form of repo_name/path_to_chart, got: c\n")]
    [InlineData(
        "upgrede r", "Error: unknown command \"upgrede\" for \"helm\"\n\nDid you mean this?\n\tupgrade\n\nRun 'helm --help' for usage.\n")]
    public async Task What_is_not_there_is_named(string line, string message)
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync(["secrets", .. line.Split(' ')]);
        Assert.Equal(
            (1, "", message + "Error: plugin \"secrets\" exited with error\n"), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Forbidden_backends_are_refused_for_a_single_file()
    {
        using var run = await EncryptedAsync();
        run.Variables["HELM_SECRETS_ALLOWED_BACKENDS"] = "sops";
        var failure = await Assert.ThrowsAnyAsync<SecretsKitException>(() => ResolveAsync(run, "template", "-f", "vals!plain.yaml"));
        Assert.Equal("[helm-secrets] secret backend 'vals' not allowed", failure.Message);
    }
}
