using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Aws;

/// <summary>AWS Secrets Manager as a store like all others, and what is its own.</summary>
public sealed class AwsSecretsManagerTests : SecretStoreContract, IDisposable
{
    private readonly FakeSecretsManager _manager = new();
    private readonly AwsStoreBench _bench;

    public AwsSecretsManagerTests() => _bench = new(_manager.Server.Url, null, AwsStoreBench.Keys);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        _manager.Dispose();
    }

    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held)
        {
            _manager.Add(name, value);
        }

        return new(Create());
    }

    [Theory]
    [InlineData("", "three", """{"SecretId":"s","VersionStage":"AWSCURRENT"}""")]
    [InlineData("AWSPREVIOUS", "two", """{"SecretId":"s","VersionStage":"AWSPREVIOUS"}""")]
    [InlineData("uuid/version-1", "one", """{"SecretId":"s","VersionId":"version-1"}""")]
    [InlineData("nothing", null, """{"SecretId":"s","VersionStage":"nothing"}""")]
    public async Task Versions_are_stages_or_identifiers(string version, string? expected, string body)
    {
        _manager.Add("s", "one");
        _manager.Add("s", "two");
        _manager.Add("s", "three");
        await using var store = Create();
        Assert.Equal(expected, (await store.GetAsync(new("s") { Version = version }, Ct))?.RevealText());
        Assert.Equal(body, _manager.BodyOf(0).ToJsonString());
    }

    [Fact]
    public async Task Several_properties_of_a_secret_cost_one_request()
    {
        _manager.Add("s", """{"a":"1","b":"2","c.d":"3"}""");
        await using var store = Create();
        Assert.Equal("1", (await store.GetAsync(new("s") { Property = "a" }, Ct))!.RevealText());
        Assert.Equal("2", (await store.GetAsync(new("s") { Property = "b" }, Ct))!.RevealText());
        Assert.Equal("3", (await store.GetAsync(new("s") { Property = "c.d" }, Ct))!.RevealText());
        Assert.Equal(3, (await store.GetMapAsync(new("s"), Ct))!.Count);
        Assert.Equal(["GetSecretValue"], _manager.Operations);
    }

    [Fact]
    public async Task A_missing_property_is_an_error_that_shows_no_value()
    {
        _manager.Add("s", """{"a":"canary"}""");
        await using var store = Create();
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s") { Property = "x" }, Ct));
        Assert.Equal("AWS Secrets Manager: read s: key x does not exist in secret s", failure.Message);
    }

    [Fact]
    public async Task The_prefix_is_for_keys_that_are_named_and_not_for_searches()
    {
        _manager.Add("team/s", "one");
        _manager.Add("other/s", "two");
        await using var store = Create(""","prefix":"team/" """);
        Assert.Equal("one", (await store.GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal(["other/s", "team/s"], (await store.FindAsync(new() { Name = "/s$" }, Ct)).Names);
        await ((IWritableSecretStore)store).PushAsync(AwsStoreBench.Push("new", "x"), Ct);
        Assert.NotNull(_manager.Value("team/new"));
    }

    [Theory]
    [InlineData("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")]
    [InlineData("InvalidParameterException", "The secret was marked for deletion.")]
    [InlineData("InvalidRequestException", "You tried to perform the operation on a secret that's currently marked deleted.")]
    public async Task A_secret_that_is_about_to_be_deleted_is_none(string code, string message)
    {
        _manager.Next(_ => FakeAwsService.Fault(code, message));
        await using var store = Create();
        Assert.Null(await store.GetAsync(new("s"), Ct));
    }

    [Theory]
    [InlineData("", """{"env":"prod","team":"a"}""")]
    [InlineData("env", "prod")]
    public async Task Tags_are_read_as_metadata(string property, string expected)
    {
        _manager.Add("s", "x", ("team", "a"), ("env", "prod"));
        await using var store = Create();
        Assert.Equal(expected, (await store.GetAsync(new("s") { Property = property, IsMetadata = true }, Ct))!.RevealText());
        Assert.Null(await store.GetAsync(new("none") { IsMetadata = true }, Ct));
    }

    [Fact]
    public async Task A_path_and_tags_are_filters_of_one_batch_a_page()
    {
        _manager.Add("app/a", "1", ("env", "prod"));
        _manager.Add("app/b", "2", ("env", "test"));
        _manager.Add("web/c", "3", ("env", "prod"));
        await using var store = Create();
        var tags = new Dictionary<string, string> { ["env"] = "prod" };
        Assert.Equal(["app/a", "web/c"], (await store.FindAsync(new() { Tags = tags }, Ct)).Names);
        Assert.Equal(["app/a"], (await store.FindAsync(new() { Tags = tags, Path = "app/" }, Ct)).Names);
        Assert.Equal(["app/b"], (await store.FindAsync(new() { Name = "b$", Path = "app/" }, Ct)).Names);
        Assert.All(_manager.Operations, operation => Assert.Equal("BatchGetSecretValue", operation));
        Assert.Equal(["web/c"], (await store.FindAsync(new() { Name = "c$", Tags = tags }, Ct)).Names);
        Assert.Equal(
            """[{"Key":"tag-key","Values":["env"]},{"Key":"tag-value","Values":["prod"]}]""",
            _manager.LastBody("ListSecrets")["Filters"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_of_a_search_by_name_come_twenty_at_a_time()
    {
        for (var i = 0; i < 45; i++)
        {
            _manager.Add($"s{i}", $"value {i}");
        }

        await using var store = Create();
        var found = await store.FindAsync(new() { Name = "^s" }, Ct);
        Assert.Equal(45, found.Count);
        Assert.Equal("value 44", found["s44"]!.RevealText());
        Assert.Equal(3, _manager.Operations.Count(operation => operation == "BatchGetSecretValue"));
        Assert.DoesNotContain("GetSecretValue", _manager.Operations);
    }

    [Fact]
    public async Task Where_batches_are_not_allowed_each_secret_is_read_by_itself()
    {
        _manager.Denied.Add("BatchGetSecretValue");
        _manager.Add("a", "1");
        _manager.Add("b", "2");
        await using var store = Create();
        Assert.Equal(2, (await store.FindAsync(new() { Name = "." }, Ct)).Count);
        Assert.Equal(2, _manager.Operations.Count(operation => operation == "GetSecretValue"));
    }

    [Fact]
    public async Task A_search_for_nothing_in_particular_is_refused()
    {
        await using var store = Create();
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.FindAsync(new() { Path = "a" }, Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(_manager.Server.Requests);
    }

    private ISecretStore Create(string more = "") => _bench.Create("SecretsManager", more);
}
