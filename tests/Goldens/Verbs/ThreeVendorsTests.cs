using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Vault;

namespace SecretsKit.Goldens.Verbs;

/// <summary>A repository whose rule names a key of AWS, one of Vault and one of age, on machines that can use one of the three.</summary>
public sealed class ThreeVendorsTests : IDisposable
{
    private const string Arn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

    // No server is there, as on a machine without a way to the vendor.
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly FakeKms _kms = new(Arn);
    private readonly FakeTransit _vault = new();
    private readonly VerbRun _run = new();

    public ThreeVendorsTests()
    {
        _run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - kms: {Arn}\n    hc_vault_transit_uri: {_vault.Url}/v1/transit/keys/orders\n"
            + $"    age: {VerbRun.Recipient("a1")}\n");
        _run.Write("secrets.yaml", $"database:\n  password: {VerbRun.Canary}\n");
    }

    public void Dispose()
    {
        _run.Dispose();
        _vault.Dispose();
        _kms.Dispose();
    }

    [Theory]
    [InlineData("age")]
    [InlineData("kms")]
    [InlineData("vault")]
    public async Task A_machine_with_one_of_the_keys_opens_the_file(string own)
    {
        await EncryptAsync();
        Only(own);
        var viewed = await _run.RunAsync("view", "secrets.yaml");
        Assert.Equal((0, "", $"database:\n    password: {VerbRun.Canary}\n"), (viewed.Exit, viewed.ErrorText, viewed.OutputText));
        var status = await _run.RunAsync("filestatus", "secrets.yaml");
        Assert.Equal(0, status.Exit);
    }

    [Fact]
    public async Task A_machine_with_none_of_them_sees_what_each_lacks()
    {
        await EncryptAsync();
        Only("none");
        var viewed = await _run.RunAsync("view", "--verbose", "secrets.yaml");
        Assert.NotEqual(0, viewed.Exit);
        Assert.Empty(viewed.OutputText);
        var text = viewed.ErrorText.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        foreach (var part in (string[])[Arn, "/v1/transit/keys/orders", VerbRun.Recipient("a1")])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("wrong-secret-key", viewed.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-token", viewed.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_each_server_says_is_seen_without_asking_for_more()
    {
        await EncryptAsync();
        Only("none");
        var viewed = await _run.RunAsync("view", "secrets.yaml");
        Assert.NotEqual(0, viewed.Exit);
        var lines = viewed.ErrorText.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("  kms ", StringComparison.Ordinal)
            && line.Contains("connection refused", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/transit/keys/orders: ", StringComparison.Ordinal)
            && line.Contains("permission denied", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"  kms {Arn}: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hint: Vault: 'vault token lookup' shows ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("hint: AWS: ", StringComparison.Ordinal));
        Assert.DoesNotContain("s.wrong-token", viewed.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_server_has_no_such_key_is_seen_too()
    {
        await EncryptAsync();
        Only("none");
        Aws(_kms.Server.Url, "AKIAEXAMPLEEXAMPLE01", "exampleSecretKey/0123456789");
        _kms.Next(_ => FakeKms.Fault("AccessDeniedException", "User: me is not authorized to perform: kms:Decrypt"));
        _vault.Override = _ => FakeTransit.Error(
            "404 Not Found", "no handler for route \"transit/decrypt/orders\". route entry not found.");
        var lines = (await _run.RunAsync("view", "secrets.yaml")).ErrorText.Split('\n');
        Assert.Contains(lines, line => line.Contains("no handler for route", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("User: me is not authorized to perform: kms:Decrypt", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("hint: AWS: 'aws sts get-caller-identity' shows ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_way_to_one_of_them_nothing_is_written()
    {
        All();
        _run.Variables["VAULT_TOKEN"] = "s.wrong-token";
        var before = _run.Read("secrets.yaml");
        var result = await _run.RunAsync("enc", "secrets.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.Equal(
            "encrypting secrets.yaml\nsecretskit: secrets.yaml: nothing is written, since the data key cannot be encrypted for all "
            + $"recipients:\n  hc_vault {_vault.Url}/v1/transit/keys/orders: failed to encrypt sops data key to Vault transit backend "
            + $"'transit/encrypt/orders': Error making API request. URL: PUT {_vault.Url}/v1/transit/encrypt/orders Code: 403. Errors: "
            + "* permission denied\nhint: check the credentials, their end and the namespace; the token or login is not accepted\n",
            result.ErrorText);
        Assert.DoesNotContain("wrong-token", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, _run.Read("secrets.yaml"));
    }

    private async Task EncryptAsync()
    {
        All();
        var result = await _run.RunAsync("enc", "secrets.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains("encrypted secrets.yaml: 1 ", result.ErrorText, StringComparison.Ordinal);
    }

    private void All()
    {
        Aws(_kms.Server.Url, "AKIAEXAMPLEEXAMPLE01", "exampleSecretKey/0123456789");
        _run.Variables["VAULT_TOKEN"] = _vault.Token;
    }

    private void Only(string own)
    {
        _run.Variables.Remove("SOPS_AGE_KEY");
        Aws(
            own == "kms" ? _kms.Server.Url : Nowhere,
            "AKIAEXAMPLEEXAMPLE01",
            own == "kms" ? "exampleSecretKey/0123456789" : "wrong-secret-key");
        _run.Variables["VAULT_TOKEN"] = own == "vault" ? _vault.Token : "s.wrong-token";
        if (own == "age")
        {
            _run.Variables["SOPS_AGE_KEY"] = Sops.GoldenKeys.Identity("a1");
        }
    }

    private void Aws(string url, string id, string secret)
    {
        _run.Variables["AWS_ENDPOINT_URL"] = url;
        _run.Variables["AWS_ACCESS_KEY_ID"] = id;
        _run.Variables["AWS_SECRET_ACCESS_KEY"] = secret;
        _run.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
    }
}
