namespace SecretsKit.Goldens.Sops;

/// <summary>
/// Every flag that names keys, and the variable that stands in for it, reaches the key service of its vendor in every command that takes
/// it (spec sops.md 10.1, 10.2): a value that none of them takes is refused in that vendor's words, and nothing is written.
/// </summary>
public sealed class SopsKeyFlagTests(GoldenKeys keys) : IDisposable
{
    private const string Wrong = "bad";

    private readonly CaseFolder _folder = new();

    /// <summary>Flag, variable, and what the vendor's part says.</summary>
    public static TheoryData<string, string, string> Flags => new()
    {
        { "kms", "SOPS_KMS_ARN", "no valid ARN found in 'bad'" },
        { "gcp-kms", "SOPS_GCP_KMS_IDS", "no valid resource ID found in \"bad\"" },
        { "hckms", "SOPS_HUAWEICLOUD_KMS_IDS", "invalid key ID format: expected 'region:key-uuid', got \"bad\"" },
        { "azure-kv", "SOPS_AZURE_KEYVAULT_URLS", "could not parse \"bad\" into a valid Azure Key Vault MasterKey" },
        { "hc-vault-transit", "SOPS_VAULT_URIS", "missing scheme in Vault URL" },
        { "pgp", "SOPS_PGP_FP", "key with fingerprint 'bad' is not available in keyring" },
        { "age", "SOPS_AGE_RECIPIENTS", "unknown recipient type: \"bad\"" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Flags))]
    public async Task A_key_is_named_by_a_flag_or_its_variable(string flag, string variable, string problem)
    {
        await File.WriteAllTextAsync(_folder.File("p.yaml"), "a: 1\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(problem, [], "encrypt", $"--{flag}", Wrong, "p.yaml");
        await AssertRefusedAsync(problem, [], "-e", $"--{flag}", Wrong, "p.yaml");
        await AssertRefusedAsync(problem, [], "edit", $"--{flag}", Wrong, "new.yaml");
        await AssertRefusedAsync(problem, [new(variable, Wrong)], "encrypt", "p.yaml");
        await AssertRefusedAsync(problem, [new(variable, Wrong)], "-e", "p.yaml");
        Assert.Equal("a: 1\n", await File.ReadAllTextAsync(_folder.File("p.yaml"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(_folder.File("new.yaml")));
    }

    [Theory, MemberData(nameof(Flags))]
    public async Task Rotation_adds_and_removes_keys_of_every_kind(string flag, string variable, string problem)
    {
        Assert.NotEmpty(variable);
        var plain = _folder.File("f.yaml");
        await File.WriteAllTextAsync(plain, "a: 1\n", TestContext.Current.CancellationToken);
        var encrypted = await RunAsync([], "encrypt", "-i", "--age", Verbs.VerbRun.Recipient("a1"), "f.yaml");
        Assert.Equal((0, ""), (encrypted.Exit, encrypted.ErrorText));
        var before = await File.ReadAllTextAsync(plain, TestContext.Current.CancellationToken);
        await AssertRefusedAsync(problem, [], "rotate", "-i", $"--add-{flag}", Wrong, "f.yaml");
        await AssertRefusedAsync(problem, [], "-r", "-i", $"--add-{flag}", Wrong, "f.yaml");
        Assert.Equal(before, await File.ReadAllTextAsync(plain, TestContext.Current.CancellationToken));
    }

    private async Task AssertRefusedAsync(string problem, KeyValuePair<string, string>[] variables, params string[] words)
    {
        var result = await RunAsync(variables, words);
        Assert.NotEqual(0, result.Exit);
        Assert.Empty(result.OutputText);
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
    }

    private Task<SopsResult> RunAsync(KeyValuePair<string, string>[] variables, params string[] words) =>
        new SopsRun(keys, _folder.Path).RunAsync(words, ["a1"], variables);
}
