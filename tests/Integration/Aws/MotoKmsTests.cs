using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Aws;

/// <summary>Files under keys of KMS, and files that are put into buckets, as another implementation of both services sees them.</summary>
public sealed class MotoKmsTests : IDisposable
{
    private const string Plain = "db:\n    password: geheim\n    port: 5432\n";

    private readonly MotoBench _bench = new();
    private readonly ProgramRun _run = new();

    public MotoKmsTests()
    {
        foreach (var (name, value) in _bench.Variables.Where(variable => variable.Key != "HOME"))
        {
            _run.Variables[name] = value;
        }

        _run.Write("plain.yaml", Plain);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _run.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_file_is_encrypted_rotated_and_decrypted()
    {
        await EncryptAsync(await KeyAsync());
        await OkAsync("sops", "rotate", "--in-place", "f.enc.yaml");
        Assert.Equal(Plain, await OkAsync("sops", "decrypt", "f.enc.yaml"));
    }

    [Fact]
    public async Task An_alias_is_a_key_like_others()
    {
        var alias = $"alias/tests-{_bench.Account}";
        var key = await KeyAsync();
        var body = $$"""{"AliasName":"{{alias}}","TargetKeyId":"{{key.Split('/')[1]}}"}""";
        await _bench.CallAsync("kms", "TrentService.CreateAlias", body, Ct, inAccount: false);
        await EncryptAsync($"{key.Split(":key/")[0]}:{alias}");
        Assert.Equal(Plain, await OkAsync("sops", "decrypt", "f.enc.yaml"));
    }

    [Fact]
    public async Task A_context_has_to_be_the_same()
    {
        await EncryptAsync(await KeyAsync(), "--encryption-context", "env:prod,app:shop");
        Assert.Equal(Plain, await OkAsync("sops", "decrypt", "f.enc.yaml"));
        var file = await File.ReadAllTextAsync(Path.Combine(_run.Path, "f.enc.yaml"), Ct);
        _run.Write("wrong.enc.yaml", file.Replace("env: prod", "env: test", StringComparison.Ordinal));
        var result = await _run.RunAsync("sops", "decrypt", "wrong.enc.yaml");
        Assert.Equal((128, ""), (result.Exit, result.Output));
        Assert.Contains("InvalidCiphertextException", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_uses_keys_of_its_account()
    {
        var key = await KeyAsync(inAccount: true);
        await EncryptAsync($"{key}+{_bench.Role}");
        Assert.Equal(Plain, await OkAsync("sops", "decrypt", "f.enc.yaml"));
        var file = await File.ReadAllTextAsync(Path.Combine(_run.Path, "f.enc.yaml"), Ct);
        Assert.Contains($"role: {_bench.Role}", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_named()
    {
        const string Missing = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000";
        var result = await _run.RunAsync("sops", "encrypt", "--kms", Missing, "plain.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.Contains("NotFoundException", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_published_to_a_bucket()
    {
        var bucket = $"published-{_bench.Account}";
        await _bench.S3Async(
            HttpMethod.Put, $"/{bucket}",
            "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>", Ct);
        await EncryptAsync(await KeyAsync());
        _run.Write(".sops.yaml", $"destination_rules:\n  - s3_bucket: {bucket}\n    s3_prefix: team é/\n    path_regex: .*\n");
        await OkAsync("sops", "publish", "--yes", "f.enc.yaml");
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(_run.Path, "f.enc.yaml"), Ct),
            await _bench.S3Async(HttpMethod.Get, $"/{bucket}/team%20%C3%A9/f.enc.yaml", "", Ct));
        _run.Write(".sops.yaml", "destination_rules:\n  - s3_bucket: no-such-bucket-here\n    path_regex: .*\n");
        var result = await _run.RunAsync("sops", "publish", "--yes", "f.enc.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.Contains("NoSuchBucket", result.Error, StringComparison.Ordinal);
    }

    private async Task<string> KeyAsync(bool inAccount = false) => (string)(await _bench.CallAsync(
        "kms", "TrentService.CreateKey", "{}", Ct, inAccount))["KeyMetadata"]!["Arn"]!;

    private async Task EncryptAsync(string key, params string[] more) => _run.Write(
        "f.enc.yaml", await OkAsync(["sops", "encrypt", "--kms", key, .. more, "plain.yaml"]));

    private async Task<string> OkAsync(params string[] words)
    {
        var result = await _run.RunAsync(words);
        Assert.Equal((0, ""), (result.Exit, result.Error));
        return result.Output;
    }
}
