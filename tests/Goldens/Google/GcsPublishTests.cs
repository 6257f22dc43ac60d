using System.Text;
using SecretsKit.Goldens.Sops;
using SecretsKit.Testing.Google;

namespace SecretsKit.Goldens.Google;

/// <summary>Publishing to Google Cloud Storage: the file as it is, under the name that the rule gives.</summary>
public sealed class GcsPublishTests(GoldenKeys keys) : IDisposable
{
    private const string Rule = "destination_rules:\n  - gcs_bucket: published\n    gcs_prefix: team/\n    path_regex: both\n"
        + "  - gcs_bucket: nowhere\n";

    private readonly FakeCloudStorage _storage = new("published");

    private static string Data => Path.Combine(AppContext.BaseDirectory, "testdata", "providers", "aws", "files", "sops-kms-age");

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_file_is_put_under_its_name_behind_the_prefix()
    {
        using var folder = Folder();
        var result = await PublishAsync(folder, "both.enc.yaml");
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.Equal(
            await File.ReadAllTextAsync(folder.File("both.enc.yaml"), TestContext.Current.CancellationToken),
            Encoding.UTF8.GetString(_storage.Find("published", "team/both.enc.yaml")!.Value.Content));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        using var folder = Folder();
        var result = await PublishAsync(folder, "other.enc.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.Contains("gs://nowhere/other.enc.yaml", result.ErrorText, StringComparison.Ordinal);
    }

    private static CaseFolder Folder()
    {
        var folder = new CaseFolder();
        File.WriteAllText(folder.File(".sops.yaml"), Rule);
        File.Copy(Path.Combine(Data, "both.enc.yaml"), folder.File("both.enc.yaml"));
        File.Copy(Path.Combine(Data, "both.enc.yaml"), folder.File("other.enc.yaml"));
        return folder;
    }

    private Task<SopsResult> PublishAsync(CaseFolder folder, string file) => new SopsRun(keys, folder.Path).RunAsync(
        ["publish", "--yes", file], [], [new("STORAGE_EMULATOR_HOST", $"127.0.0.1:{_storage.Server.Port}")]);
}
