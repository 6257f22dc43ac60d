using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Storage;
using SecretsKit.Testing.Google;

namespace SecretsKit.Tests.Google;

/// <summary>Writing objects to Google Cloud Storage.</summary>
public sealed class GcsUploadsTests : IDisposable
{
    private readonly FakeCloudStorage _storage = new("published");
    private readonly GcpKmsBench _bench;

    public GcsUploadsTests() => _bench = new([
        new("STORAGE_EMULATOR_HOST", $"127.0.0.1:{_storage.Server.Port}"),
        new("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/canary.json"),
    ]);

    public void Dispose()
    {
        _bench.Dispose();
        _storage.Dispose();
    }

    [Theory]
    [InlineData("app.yaml")]
    [InlineData("team é/a b+c%2F&d=e?.yaml")]
    public async Task An_object_is_written_with_its_name_and_content(string name)
    {
        await UploadAsync(name, "a: ENC[x]\r\n\r\n--b\n");
        var (content, type) = _storage.Find("published", name)!.Value;
        Assert.Equal(("a: ENC[x]\r\n\r\n--b\n", "text/plain; charset=utf-8"), (Encoding.UTF8.GetString(content), type));
    }

    [Fact]
    public async Task An_emulator_gets_no_credentials_and_none_are_looked_for()
    {
        await UploadAsync("a", "b");
        Assert.Null(Assert.Single(_storage.Server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Bytes_stay_bytes()
    {
        var bytes = Enumerable.Range(0, 256).Select(letter => (byte)letter).ToArray();
        await new GcsUploads(_bench.Host).UploadAsync("published", "blob", bytes, TestContext.Current.CancellationToken);
        var (content, type) = _storage.Find("published", "blob")!.Value;
        Assert.Equal(bytes, content);
        Assert.Equal("application/octet-stream", type);
    }

    [Theory]
    [InlineData(401, ProviderFault.Unauthenticated)]
    [InlineData(403, ProviderFault.Denied)]
    [InlineData(404, ProviderFault.NotFound)]
    [InlineData(412, ProviderFault.Conflict)]
    [InlineData(500, ProviderFault.ServerFailed)]
    [InlineData(503, ProviderFault.ServerFailed)]
    public async Task What_is_refused_is_named_and_not_sent_again(int status, ProviderFault fault)
    {
        _storage.Next(FakeKms.Error(status, "CODE", "words"));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => UploadAsync("a", "canary"));
        Assert.Equal(fault, failure.Failure.Fault);
        Assert.StartsWith("Google Cloud Storage: insert gs://published/a: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(_storage.Server.Requests);
    }

    [Fact]
    public async Task What_is_turned_away_for_now_is_sent_again()
    {
        _storage.Next(FakeKms.Error(429, "RESOURCE_EXHAUSTED", "later", "Retry-After: 0\r\n"));
        await UploadAsync("a", "b");
        Assert.NotNull(_storage.Find("published", "a"));
        Assert.Equal(2, _storage.Server.Requests.Count);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_sent()
    {
        using var bench = new GcpKmsBench([new("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/a.json")]);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => new GcsUploads(bench.Host).UploadAsync(
            "published", "a", "b"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", failure.Message, StringComparison.Ordinal);
    }

    private Task UploadAsync(string name, string content) => new GcsUploads(_bench.Host).UploadAsync(
        "published", name, Encoding.UTF8.GetBytes(content), TestContext.Current.CancellationToken);
}
