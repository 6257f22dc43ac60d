using SecretsKit.Cli.Secrets;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.HelmSecrets;

/// <summary>The names of the 3.x releases (P-070, P-071, P-072), options and failures.</summary>
public sealed class HelmSecretsFileTests
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

    /// <summary>P-070.</summary>
    [Fact]
    public async Task P_070_Enc_encrypts_in_place_and_tells_start_and_success()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        var result = await run.RunAsync("secrets", "enc", "secrets.yaml");
        Assert.Equal(
            (0, "", "[helm-secrets] Encrypting secrets.yaml\n[helm-secrets] Encrypted secrets.yaml\n"),
            (result.Exit, result.OutputText, result.ErrorText));
        Assert.DoesNotContain(VerbRun.Canary, run.Read("secrets.yaml"));
    }

    /// <summary>P-071.</summary>
    [Fact]
    public async Task P_071_Dec_writes_beside_the_file_for_its_owner_alone()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("secrets.yaml");
        var result = await run.RunAsync("secrets", "dec", "secrets.yaml");
        Assert.Equal(
            (0, "[helm-secrets] Decrypting secrets.yaml\n[helm-secrets] Decrypted secrets.yaml to secrets.yaml.dec\n"),
            (result.Exit, result.ErrorText));
        Assert.Equal((Plain, before), (run.Read("secrets.yaml.dec"), run.Read("secrets.yaml")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("secrets.yaml.dec")));
    }

    /// <summary>P-072.</summary>
    [Fact]
    public async Task P_072_Edit_names_the_file_and_encrypts_again()
    {
        using var run = await EncryptedAsync();
        run.Editor("echo 'more: 1' >> \"$1\"");
        var result = await run.RunAsync("secrets", "edit", "secrets.yaml");
        Assert.Equal((0, "secrets.yaml\n", ""), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(Plain + "more: 1\n", (await run.RunAsync("secrets", "view", "secrets.yaml")).OutputText);
    }

    [Fact]
    public async Task The_configuration_is_searched_from_the_folder_of_the_file()
    {
        using var run = new VerbRun().WithKey("a2");
        run.Write("team/.sops.yaml", $"creation_rules:\n  - age: {VerbRun.Recipient("a1")}\n");
        run.Write("team/secrets.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("secrets", "encrypt", "-i", "team/secrets.yaml")).Exit);
        Assert.Contains(VerbRun.Recipient("a1"), run.Read("team/secrets.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_for_the_backend_reach_sops()
    {
        using var run = new VerbRun();
        run.Write("secrets.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("secrets", "-a", $"--age {VerbRun.Recipient("a1")}", "encrypt", "-i", "secrets.yaml")).Exit);
        Assert.Contains(VerbRun.Recipient("a1"), run.Read("secrets.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets -b nonsense decrypt plain.yaml", "[helm-secrets] Can't find secret backend: nonsense\n")]
    [InlineData("secrets -b vals encrypt plain.yaml", "[helm-secrets] Encrypting files is not supported!\n")]
    [InlineData("secrets -b noop encrypt plain.yaml", "[helm-secrets] Already encrypted: plain.yaml\n")]
    [InlineData("secrets decrypt plain.yaml", "[helm-secrets] File is not encrypted: plain.yaml\n")]
    [InlineData("secrets decrypt none.yaml", "[helm-secrets] File does not exist: none.yaml\n")]
    [InlineData(
        "secrets -b vals edit plain.yaml",
        "[helm-secrets] editing files with the backend 'vals' is not available in this version\n",
        "plain.yaml\n")]
    [InlineData(
        "secrets -b ./plain.yaml decrypt x",
        "[helm-secrets] secret backend './plain.yaml' is a shell file; only sops, vals, noop are served\n")]
    [InlineData("secrets --backend", "[helm-secrets] --backend needs a value\n")]
    [InlineData("secrets decrypt nope://x/y", "Error: failed parsing --set-file data: open nope://x/y: no such file or " +
        "directory\n[helm-secrets] helm template command errored on value 'nope://x/y'\n[helm-secrets] File does not exist: nope://x/y\n")]
    [InlineData("secrets patch plan9", "[helm-secrets] patch takes windows or unix\n")]
    [InlineData("secrets clean none", "[helm-secrets] Directory does not exist: none\n")]
    [InlineData("secrets post-renderer", "[helm-secrets] vals references (ref+...) are not resolved by this version: post-renderer\n")]
    public async Task Failures_end_with_the_line_of_helm(string line, string message, string output = "")
    {
        using var run = new VerbRun().WithKey();
        run.Write("plain.yaml", Plain);
        var result = await run.RunAsync(line.Split(' '));
        Assert.Equal((1, output, message + Failed), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(Plain, run.Read("plain.yaml"));
    }

    [Fact]
    public async Task Helm_itself_prints_the_last_line_for_its_plugins()
    {
        using var run = new VerbRun();
        run.Variables["HELM_PLUGIN_NAME"] = "secrets";
        Assert.Equal("[helm-secrets] File does not exist: none.yaml\n", (await run.RunAsync("secrets", "decrypt", "none.yaml")).ErrorText);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Each_command_explains_itself(string help)
    {
        using var run = new VerbRun();
        var overview = await run.RunAsync("secrets", help);
        Assert.Equal((0, ""), (overview.Exit, overview.ErrorText));
        foreach (var command in HelmSecretsCommands.All)
        {
            Assert.Contains($"  {command.Name} ", overview.OutputText, StringComparison.Ordinal);
            var result = await run.RunAsync("secrets", command.Name, help);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText));
            Assert.Contains($"usage: secretskit secrets {command.Name}", result.OutputText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HELM_SECRETS_QUIET", "true", "")]
    [InlineData("ARGOCD_APP_NAME", "shop", "")]
    [InlineData("HELM_SECRETS_QUIET", "false", "[helm-secrets] nothing to patch for unix: one program serves all platforms\n")]
    public async Task Variables_make_it_quiet(string name, string value, string message)
    {
        using var run = new VerbRun();
        run.Variables[name] = value;
        var result = await run.RunAsync("secrets", "patch", "unix");
        Assert.Equal((0, "", message), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Switches_take_the_word_behind_them_only_if_it_is_a_truth_value()
    {
        using var run = await EncryptedAsync();
        foreach (
            var line in (
                string[])["--ignore-missing-values true decrypt secrets.yaml", "--evaluate-templates decrypt secrets.yaml",
                "--decrypt-secrets-in-tmp-dir=false -- decrypt secrets.yaml"])
        {
            Assert.Equal(Plain, (await run.RunAsync(["secrets", .. line.Split(' ')])).OutputText);
        }
    }

    /// <summary>P-080.</summary>
    [Fact]
    public async Task P_080_Clean_removes_copies_of_encrypted_files_and_no_others()
    {
        using var run = await EncryptedAsync();
        Assert.Equal(0, (await run.RunAsync("secrets", "-q", "dec", "secrets.yaml")).Exit);
        run.Write("sub/notes.dec", "mine");
        run.Write("sub/plain.yaml", "a: 1");
        run.Write("sub/plain.yaml.dec", "a: 1");
        var result = await run.RunAsync("secrets", "clean", ".");
        Assert.Equal(
            (0, "", "[helm-secrets] Removed: ./secrets.yaml.dec\n[helm-secrets] Kept: ./sub/notes.dec, because there is no encrypted " +
                "notes beside it\n"
                + "[helm-secrets] Kept: ./sub/plain.yaml.dec, because there is no encrypted plain.yaml beside it\n"),
            (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(
            (false, true, true, true),
            (run.Has("secrets.yaml.dec"), run.Has("secrets.yaml"), run.Has("sub/notes.dec"), run.Has("sub/plain.yaml.dec")));
    }

    /// <summary>P-071.</summary>
    [Theory]
    [InlineData("", "dec-", ".plain", "sub/secrets.yaml", "sub/dec-secrets.yaml.plain")]
    [InlineData("out", "", ".dec", "secrets.yaml", "out/._secrets.yaml.dec")]
    [InlineData("out", "", ".dec", "sub/secrets.yaml", "out/sub_secrets.yaml.dec")]
    public async Task P_071_Dec_follows_the_names_that_the_variables_give(
        string folder, string prefix, string suffix, string file, string copy)
    {
        using var run = await EncryptedAsync();
        run.Write("out/keep", "");
        run.Write("sub/secrets.yaml", run.Read("secrets.yaml"));
        (run.Variables["HELM_SECRETS_DEC_DIR"], run.Variables["HELM_SECRETS_DEC_PREFIX"], run.Variables["HELM_SECRETS_DEC_SUFFIX"]) = (
            folder, prefix, suffix);
        var result = await run.RunAsync("secrets", "dec", file);
        Assert.Equal(
            (0, $"[helm-secrets] Decrypting {file}\n[helm-secrets] Decrypted {file} to {copy}\n"), (result.Exit, result.ErrorText));
        Assert.Equal(Plain, run.Read(copy));
    }

    /// <summary>P-080.</summary>
    [Fact]
    public async Task P_080_Clean_follows_the_names_that_the_variables_give()
    {
        using var run = await EncryptedAsync();
        (run.Variables["HELM_SECRETS_DEC_PREFIX"], run.Variables["HELM_SECRETS_DEC_SUFFIX"]) = ("dec-", "");
        run.Write("dec-secrets.yaml", "x");
        run.Write("secrets.yaml.dec", "x");
        Assert.Equal("[helm-secrets] Removed: ./dec-secrets.yaml\n", (await run.RunAsync("secrets", "clean", ".")).ErrorText);
        Assert.True(run.Has("secrets.yaml.dec"));
    }

    [Fact]
    public async Task A_link_named_helm_secrets_is_this_command_line()
    {
        using var run = new VerbRun { ProgramName = "helm-secrets" };
        Assert.Equal("4.8.0-dev\n", (await run.RunAsync("--version")).OutputText);
    }

    [Fact]
    public async Task Dir_prints_the_folder_that_helm_names()
    {
        using var run = new VerbRun();
        run.Variables["HELM_PLUGIN_DIR"] = "/plugins/secrets";
        Assert.Equal("/plugins/secrets\n", (await run.RunAsync("secrets", "dir")).OutputText);
    }

    [Fact]
    public async Task Decrypts_through_a_link_and_keeps_the_end_of_the_text()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", "key: |+\n  text\n\n\n");
        Assert.Equal(0, (await run.RunAsync("secrets", "enc", "secrets.yaml")).Exit);
        File.CreateSymbolicLink(run.File("link.yaml"), run.File("secrets.yaml"));
        Assert.Equal("key: |+\n    text\n\n\n", (await run.RunAsync("secrets", "decrypt", "link.yaml")).OutputText);
    }

    [Fact]
    public async Task Backends_can_be_forbidden()
    {
        using var run = new VerbRun().WithKey();
        run.Variables["HELM_SECRETS_ALLOWED_BACKENDS"] = "vals,noop";
        Assert.Equal(
            "[helm-secrets] secret backend 'sops' not allowed\n" + Failed, (await run.RunAsync("secrets", "decrypt", "x")).ErrorText);
    }
}
