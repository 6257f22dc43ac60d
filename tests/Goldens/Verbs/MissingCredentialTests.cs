namespace SecretsKit.Goldens.Verbs;

/// <summary>Who has no credentials of a vendor, or half of them, reads what to set, and not that something cannot be reached.</summary>
public sealed class MissingCredentialTests : IDisposable
{
    private const string Kms = "--kms=arn:aws:kms:eu-central-1:111122223333:key/a";
    private const string SignIn =
        "'gcloud auth application-default login' signs in; GOOGLE_APPLICATION_CREDENTIALS names a file with other credentials";

    private const string Gcp = "--gcp-kms=projects/p/locations/l/keyRings/r/cryptoKeys/k";
    private readonly VerbRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(Kms, "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    [InlineData(Kms, "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both", "AWS_ACCESS_KEY_ID=A")]
    [InlineData(Kms, "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not: set both", "AWS_SECRET_ACCESS_KEY=canary-7f3e9a")]
    [InlineData(Gcp, SignIn)]
    [InlineData(Gcp, SignIn, "GOOGLE_APPLICATION_CREDENTIALS=missing.json")]
    [InlineData(Gcp, SignIn, "GOOGLE_APPLICATION_CREDENTIALS=half.json")]
    [InlineData("--hckms=eu-west-101:x", "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK")]
    [InlineData(
        "--azure-kv=https://myvault.vault.azure.net/keys/sops/1",
        "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or run az login")]
    public async Task The_hint_says_what_to_set(string recipient, string hint, string? variable = null)
    {
        _run.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        _run.Variables["GCE_METADATA_HOST"] = "127.0.0.1:9";
        _run.Variables["AZURE_TOKEN_CREDENTIALS"] = "dev";
        if (variable?.Split('=') is [var name, var value])
        {
            _run.Variables[name] = value;
        }

        _run.Write("half.json", """{"type":"service_account"}""");
        _run.Write("plain.yaml", $"a: {VerbRun.Canary}\n");
        var result = await _run.RunAsync("enc", recipient, "plain.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains($"\nhint: {hint}\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal($"a: {VerbRun.Canary}\n", _run.Read("plain.yaml"));
    }
}
