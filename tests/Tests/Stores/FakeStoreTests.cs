using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Tests.Stores;

/// <summary>The store whose secrets are in its manifest.</summary>
public sealed class FakeStoreTests : SecretStoreContract
{
    /// <inheritdoc/>
    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        var rows = Held.Select(entry => $$"""{"key":{{Quoted(entry.Key)}},"value":{{Quoted(entry.Value)}}}""");
        return ValueTask.FromResult(Create($$"""{"data":[{{string.Join(",", rows)}}]}"""));
    }

    [Fact]
    public async Task A_version_is_another_secret_and_the_last_one_is_found()
    {
        await using var store = Create("""
            {"data":[{"key":"k","value":"2","version":"v2"},{"key":"k","value":"10","version":"v10"},{"key":"k","value":"0"}]}
            """);
        var ct = TestContext.Current.CancellationToken;
        Assert.Equal("2", (await store.GetAsync(new("k") { Version = "v2" }, ct))!.RevealText());
        Assert.Equal("0", (await store.GetAsync(new("k"), ct))!.RevealText());
        Assert.Null(await store.GetAsync(new("k") { Version = "v3" }, ct));

        // As texts, v2 comes behind v10.
        Assert.Equal("2", (await store.FindAsync(new() { Name = "k" }, ct))["k"]!.RevealText());
    }

    [Theory]
    [InlineData("""{"data":[{"value":"x"}]}""", "spec.provider.fake.data[0].key")]
    [InlineData("""{"data":[{"key":"k"}]}""", "spec.provider.fake.data[0].value")]
    [InlineData("""{"data":{"key":"k"}}""", "spec.provider.fake.data")]
    [InlineData("""{"validationResult":"x"}""", "spec.provider.fake.validationResult")]
    public void Wrong_settings_are_named_by_their_path(string spec, string path)
    {
        var failure = Assert.Throws<ProviderException>(() => Create(spec));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Equal(path, failure.Failure.Resource);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, StoreReadiness.Ready)]
    [InlineData(1, StoreReadiness.Unknown)]
    [InlineData(2, StoreReadiness.Failed)]
    public async Task It_is_as_ready_as_the_manifest_says(int result, StoreReadiness expected)
    {
        await using var store = Create($$"""{"validationResult":{{result}}}""");
        Assert.Equal(expected, (await store.ValidateAsync(TestContext.Current.CancellationToken)).Readiness);
    }

    private static string Quoted(string text) =>
        Encoding.UTF8.GetString(GoJson.Format(Value.Of(text), GoJsonOptions.Raw));

    private static ISecretStore Create(string spec) => SecretStores.Find("fake")!.Create(
        GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!,
        new("store", IsClusterStore: false, "default", null!, null!));
}
