namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Names of keys of vendors that cannot be read, in <c>.sops.yaml</c>: file, line and what is expected, before anything is sent.
/// </summary>
public sealed class KeyNameTests
{
    // The rule (from line 2 on), the line, the problem, the hint.
    public static TheoryData<string, int, string, string> Rows => new()
    {
        { "kms: arn:aws:kms:us-east-1:123:key", 2, "\"arn:aws:kms:us-east-1:123:key\" is not the ARN of a key of AWS KMS",
            "an ARN is as arn:aws:kms:eu-central-1:111122223333:key/ID" },
        { "kms: arn:aws:s3:::bucket", 2, "\"arn:aws:s3:::bucket\" is not the ARN of a key", "an ARN is as arn:aws:kms:" },
        { "kms: 'alias/app'", 2, "\"alias/app\" is not the ARN of a key", "an ARN is as arn:aws:kms:" },
        { "age: RECIPIENT\n    kms: ARN,\n      arn:aws:kms:x", 3, "\"arn:aws:kms:x\" is not the ARN of a key", "an ARN is as arn:" },
        { "kms: ARN+arn:aws:iam::1:user/u", 2, "\"arn:aws:iam::1:user/u\" is not the ARN of a role", "a role is as arn:aws:iam::" },
        { "key_groups:\n      - kms:\n          - arn: ''", 4, "the ARN of a key of AWS KMS is empty", "an ARN is as arn:aws:kms:" },
        { "key_groups:\n      - kms:\n          - role: arn:aws:iam::1:role/r", 4, "the ARN of a key of AWS KMS is empty", "an ARN is" },
        { "key_groups:\n      - age: [RECIPIENT]\n      - kms:\n          - arn: ARN\n          - arn: key/1", 6,
            "\"key/1\" is not the ARN of a key", "an ARN is as arn:aws:kms:" },
        { "gcp_kms: projects/p/locations/l", 2, "\"projects/p/locations/l\" is not the resource id of a key of Google's KMS",
            "a key is as projects/P/locations/L/keyRings/R/cryptoKeys/K" },
        { "gcp_kms: projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1", 2, "\"projects/p/locations/l/keyRings/r/crypto",
            "leave the version out: projects/p/locations/l/keyRings/r/cryptoKeys/k\n" },
        { "key_groups:\n      - gcp_kms:\n          - resource_id:", 4, "the resource id of a key of Google's KMS is empty",
            "a key is as" },
        { "azure_keyvault: https://v.vault.azure.net/secrets/k", 2,
            "\"https://v.vault.azure.net/secrets/k\" is not the address of a key in a vault of Azure",
            "a key is as https://NAME.vault.azure.net/keys/KEY/VERSION" },
        { "key_groups:\n      - azure_keyvault:\n          - vaultUrl: v.vault.azure.net\n            key: k", 4,
            "\"v.vault.azure.net\" is not the address of a vault of Azure", "an address is as https://NAME.vault.azure.net" },
        { "key_groups:\n      - azure_keyvault:\n          - vaultUrl: https://v.vault.azure.net/keys/k\n            key: k", 4,
            "\"https://v.vault.azure.net/keys/k\" is not the address of a vault",
            "an address is as https://NAME.vault.azure.net; the name" },
        { "key_groups:\n      - azure_keyvault:\n          - vaultUrl: https://v.vault.azure.net\n            key: ''", 5,
            "the name of a key in a vault of Azure is empty", "it is the name alone" },
        { "hc_vault_transit_uri: vault.example/v1/transit/keys/k", 2,
            "\"vault.example/v1/transit/keys/k\" is not the address of a transit key of Vault: it does not begin with https://",
            "a key is as https://vault.example.com:8200/v1/transit/keys/keyName" },
        { "hc_vault_transit_uri: https://vault.example/transit/keys/k", 2,
            "\"https://vault.example/transit/keys/k\" is not the address of a transit key of Vault: its path is not /v1/ENGINE/keys/NAME",
            "a key is as https://vault" },
        { "key_groups:\n      - hc_vault: [https://vault.example/a/v1/transit/keys/k]", 3,
            "\"https://vault.example/a/v1/transit/keys/k\" is not the address of a transit key of Vault: its path does not begin with /v1/",
            "a key is as https://vault" },
        { "hckms: [nowhere]", 2, "invalid key ID format: expected 'region:key-uuid', got \"nowhere\"", "a key is as REGION:UUID" },
    };

    private const string Arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    [Theory, MemberData(nameof(Rows))]
    public async Task A_name_that_cannot_be_read_names_file_and_line_and_what_is_expected(
        string rule, int line, string problem, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("p.yaml", "a: 1\n");
        run.Write("s.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        run.Write(".sops.yaml", "creation_rules:\n  - " + rule.Replace("ARN", Arn, StringComparison.Ordinal)
            .Replace("RECIPIENT", VerbRun.Recipient("a1"), StringComparison.Ordinal) + "\n");

        foreach (var words in (string[][])[["enc", "p.yaml"], ["updatekeys", "--yes", "s.yaml"]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            Assert.StartsWith(
                $"secretskit: {words[^1]}: {run.File(".sops.yaml")}:{line}: {problem}", result.ErrorText, StringComparison.Ordinal);
            Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
        }

        var check = await run.RunAsync("check");
        Assert.Contains($".sops.yaml:{line}: error: rule 1: {problem}", check.OutputText, StringComparison.Ordinal);
        Assert.Equal("a: 1\n", run.Read("p.yaml"));
    }

    [Theory]
    [InlineData("kms: ''", 2, "kms is empty")]
    [InlineData("path_regex: yaml\n    kms: ''\n    hc_vault_transit_uri:", 3, "kms and hc_vault_transit_uri are empty")]
    [InlineData("path_regex: yaml\n    age: []", 3, "age is empty")]
    [InlineData("path_regex: yaml", 2, "the rule has no keys")]
    public async Task A_rule_without_keys_names_its_line_and_what_is_empty(string rule, int line, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write("p.yaml", "a: 1\n");
        run.Write(".sops.yaml", "creation_rules:\n  - " + rule + "\n");
        var result = await run.RunAsync("enc", "p.yaml");
        Assert.Equal(
            (1, $"secretskit: p.yaml: no recipients are known: {run.File(".sops.yaml")}:{line}: {problem}\n"
                + "hint: add age, pgp or another kind of key to the rule, or name a recipient with --age or --pgp\n"),
            (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task A_check_of_names_asks_no_key_service()
    {
        using var run = new VerbRun();
        run.Write(".sops.yaml", "creation_rules:\n  - azure_keyvault: https://secretskit-nowhere.vault.azure.net/keys/k\n");
        var check = await run.RunAsync("check");
        Assert.DoesNotContain("invalid-config", check.OutputText, StringComparison.Ordinal);
    }
}
