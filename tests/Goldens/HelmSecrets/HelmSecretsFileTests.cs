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

    [Fact]
    public async Task P_070_Enc_encrypts_in_place_and_tells_start_and_success()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        var result = await run.RunAsync("secrets", "enc", "secrets.yaml");
        Assert.Equal((0, "", "[helm-secrets] Encrypting secrets.yaml\n[helm-secrets] Encrypted secrets.yaml\n"), (result.Exit, result.OutputText, result.ErrorText));
        Assert.DoesNotContain(VerbRun.Canary, run.Read("secrets.yaml"));
    }

    [Fact]
    public async Task P_071_Dec_writes_beside_the_file_for_its_owner_alone()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("secrets.yaml");
        var result = await run.RunAsync("secrets", "dec", "secrets.yaml");
        Assert.Equal((0, "[helm-secrets] Decrypting secrets.yaml\n[helm-secrets] Decrypted secrets.yaml to secrets.yaml.dec\n"), (result.Exit, result.ErrorText));
        Assert.Equal((Plain, before), (run.Read("secrets.yaml.dec"), run.Read("secrets.yaml")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.File("secrets.yaml.dec")));
    }

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
    [InlineData("secrets encrypt", "[helm-secrets] no file named; --help shows the arguments\n")]
    [InlineData("secrets upgrade --install x", "[helm-secrets] \"upgrade\" is not available in this version: only files are encrypted, decrypted and edited; Helm is not run\n")]
    public async Task Failures_end_with_the_line_of_helm(string line, string message)
    {
        using var run = new VerbRun().WithKey();
        run.Write("plain.yaml", Plain);
        var result = await run.RunAsync(line.Split(' '));
        Assert.Equal((1, "", message + Failed), (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(Plain, run.Read("plain.yaml"));
    }

    [Fact]
    public async Task Backends_can_be_forbidden()
    {
        using var run = new VerbRun().WithKey();
        run.Variables["HELM_SECRETS_ALLOWED_BACKENDS"] = "vals,noop";
        Assert.Equal("[helm-secrets] secret backend 'sops' not allowed\n" + Failed, (await run.RunAsync("secrets", "decrypt", "x")).ErrorText);
    }
}
