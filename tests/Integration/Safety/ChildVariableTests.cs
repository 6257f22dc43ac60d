namespace SecretsKit.Integration.Safety;

/// <summary>Programs that work for us inherit our variables without the identities among them.</summary>
public sealed class ChildVariableTests : IDisposable
{
    private const string Canary = "AGE-SECRET-KEY-1CANARY";
    private readonly Workbench _bench = new();

    public ChildVariableTests()
    {
        foreach (var program in (string[])["gpg", "git", "render", "az", "helper", "source"])
        {
            Directory.CreateDirectory(_bench.FileAt("programs"));
            _bench.Write($"programs/{program}", $"#!/bin/sh\nenv >>'{_bench.Home}/{program}'\ncat >/dev/null\nexit 1\n", executable: true);
        }

        _bench.Set("PATH", $"{_bench.FileAt("programs")}:{Environment.GetEnvironmentVariable("PATH")}");
        _bench.Set("MARK", "passed-on");
        _bench.Set("GNUPGHOME", _bench.Home);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("gpg", "sops encrypt --pgp 85D77543B3D624B63CEA9E6DBC17301B491B3F21 plain.yaml")]
    [InlineData("gpg", "enc --pgp 85D77543B3D624B63CEA9E6DBC17301B491B3F21 plain.yaml")]
    [InlineData("git", "dec f.yaml")]
    [InlineData("git", "secrets dec f.yaml")]
    [InlineData("git", "check")]
    [InlineData("render", "helm3 template r chart --post-renderer programs/render")]
    public async Task An_identity_in_the_environment_stays_with_us(string program, string words)
    {
        await _bench.EncryptAsync("f.yaml", "a: 1\n");
        _bench.Write("plain.yaml", "a: 1\n");
        Directory.CreateDirectory(_bench.FileAt("chart/templates"));
        _bench.Write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        _bench.Write("chart/templates/c.yaml", "kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n");
        _bench.Set("SOPS_AGE_KEY", $"# {Canary}");
        var run = await _bench.RunAsync(NativeProgram.Path, words.Split(' '));
        var seen = Path.Combine(_bench.Home, program);
        Assert.True(File.Exists(seen), $"{program} was not run: {run.ExitCode} {run.OutputText} {run.ErrorText}");
        var variables = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);
        Assert.Contains("MARK=passed-on", variables, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, variables, StringComparison.Ordinal);
        Assert.DoesNotContain("SOPS_AGE_KEY=", variables, StringComparison.Ordinal);
    }

    /// <summary>
    /// A program that the user names as a source of credentials may need others; gpg and the command line of another vendor do not.
    /// </summary>
    [Theory]
    [InlineData("gpg", false, false, "sops encrypt --pgp 85D77543B3D624B63CEA9E6DBC17301B491B3F21 plain.yaml")]
    [InlineData("az", false, true, "sops encrypt --azure-kv https://myvault.vault.azure.net/keys/sops/1 plain.yaml")]
    [InlineData("helper", true, true, "sops encrypt --hc-vault-transit http://127.0.0.1:9/v1/transit/keys/k plain.yaml")]
    [InlineData("source", true, true, "sops encrypt --aws-profile p --kms arn:aws:kms:eu-central-1:111122223333:key/a plain.yaml")]
    public async Task Credentials_of_a_vendor_go_to_programs_that_need_them(string program, bool getsOthers, bool getsAzure, string words)
    {
        _bench.Write("plain.yaml", "a: 1\n");
        File.WriteAllText(Path.Combine(_bench.Home, ".vault"), $"token_helper = \"{_bench.FileAt("programs/helper")}\"\n");
        Directory.CreateDirectory(Path.Combine(_bench.Home, ".aws"));
        await File.WriteAllTextAsync(
            Path.Combine(_bench.Home, ".aws", "config"), "[profile p]\nregion = eu-central-1\ncredential_process = source\n",
            TestContext.Current.CancellationToken);
        _bench.Set("SOPS_AGE_KEY", $"# {Canary}");
        _bench.Set("HUAWEICLOUD_SDK_SK", "canary-of-another");
        _bench.Set("AZURE_CLIENT_SECRET", "canary-of-azure");
        _bench.Set("AWS_EC2_METADATA_DISABLED", "true");
        _bench.Set("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential");
        var run = await _bench.RunAsync(NativeProgram.Path, words.Split(' '));
        var seen = Path.Combine(_bench.Home, program);
        Assert.True(File.Exists(seen), $"{program} was not run: {run.ExitCode} {run.OutputText} {run.ErrorText}");
        var variables = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal(
            (false, getsOthers, getsAzure),
            (variables.Contains(Canary, StringComparison.Ordinal), variables.Contains("canary-of-another", StringComparison.Ordinal),
                variables.Contains("canary-of-azure", StringComparison.Ordinal)));
    }
}
