using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Google;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Google;

/// <summary>Google Secret Manager as a store like all others, and what is its own.</summary>
public sealed class GcpSecretStoreTests : SecretStoreContract, IDisposable
{
    private readonly FakeSecretManager _manager = new();
    private readonly GcpKmsBench _bench;

    public GcpSecretStoreTests() => _bench = new(_manager.Variables);

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

        return new(Create("""{"projectID":"p"}"""));
    }

    [Fact]
    public async Task The_newest_enabled_version_is_fetched_where_the_policy_says_so()
    {
        _manager.Add("s", "one");
        _manager.Add("s", "two");
        _manager.Add("s", "three", "DISABLED");
        await using var fails = Create("""{"projectID":"p"}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await fails.GetAsync(new("s"), Ct));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
        await using var fetches = Create("""{"projectID":"p","secretVersionSelectionPolicy":"LatestOrFetch"}""");
        Assert.Equal("two", (await fetches.GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal("one", (await fetches.GetAsync(new("s") { Version = "1" }, Ct))!.RevealText());
    }

    [Theory]
    [InlineData("", """{"annotations":{},"labels":{"env":"prod","team":"a"}}""")]
    [InlineData("labels", """{"env":"prod","team":"a"}""")]
    [InlineData("labels.env", "prod")]
    public async Task Labels_are_read_as_metadata(string property, string expected)
    {
        _manager.Add("s", "x", "ENABLED", ("team", "a"), ("env", "prod"));
        await using var store = Create("""{"projectID":"p"}""");
        Assert.Equal(expected, (await store.GetAsync(new("s") { Property = property, IsMetadata = true }, Ct))!.RevealText());
    }

    [Fact]
    public async Task Secrets_are_found_by_labels_and_path()
    {
        _manager.Add("app-a", "1", "ENABLED", ("env", "prod"));
        _manager.Add("app-b", "2", "ENABLED", ("env", "test"));
        _manager.Add("my-app-c", "3", "ENABLED", ("env", "prod"));
        await using var store = Create("""{"projectID":"p"}""");
        var tags = new Dictionary<string, string> { ["env"] = "prod" };
        Assert.Equal(["app-a", "my-app-c"], (await store.FindAsync(new() { Tags = tags }, Ct)).Names);
        Assert.Equal(["app-a"], (await store.FindAsync(new() { Tags = tags, Path = "app-" }, Ct)).Names);
        Assert.Equal(["app-b"], (await store.FindAsync(new() { Name = "b$", Path = "app-" }, Ct)).Names);
    }

    [Fact]
    public async Task A_push_writes_nothing_where_all_is_as_wanted()
    {
        await using var store = Create("""{"projectID":"p"}""");
        var value = SecretValue.OfText("canary-new");
        var push = new SecretPush(new("s")) { Value = value, Data = new() { ["key"] = value }, SecretKey = "key" };
        await ((IWritableSecretStore)store).PushAsync(push, Ct);
        Assert.Contains("\"managed-by\":\"external-secrets\"", _manager.Secret("s"), StringComparison.Ordinal);
        Assert.Contains("\"automatic\":{}", _manager.Secret("s"), StringComparison.Ordinal);
        var before = _manager.Requests.Count;
        await ((IWritableSecretStore)store).PushAsync(push, Ct);
        Assert.All(_manager.Requests.Skip(before), request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("Merge", "a", "team")]
    [InlineData("Replace", "a")]
    public async Task Metadata_of_a_push_set_labels(string policy, params string[] labels)
    {
        _manager.Add("s", "x", "ENABLED", ("managed-by", "external-secrets"), ("team", "b"));
        await using var store = Create("""{"projectID":"p"}""");
        await ((IWritableSecretStore)store).PushAsync(Push($$$"""
            {
              "apiVersion": "kubernetes.external-secrets.io/v1alpha1", "kind": "PushSecretMetadata",
              "spec": {"mergePolicy": "{{{policy}}}", "labels": {"a": "1"}}
            }
            """), Ct);
        var held = JsonNode.Parse(_manager.Secret("s")!)!["labels"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);
        Assert.Equal([.. ((string[])["managed-by", .. labels]).Order(StringComparer.Ordinal)], held);
    }

    [Theory]
    [InlineData("""{"mergePolicy":"Merge","labels":{"a":"1"}}""", "unknown field \"labels\"")]
    [InlineData("""{"spec":{"labels":{"a":"1"}}}""", "unexpected apiVersion \"\"")]
    [InlineData("""{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata`"}""", "unexpected kind")]
    [InlineData(
        """{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata","spec":{"mergePolicy":"merge"}}""",
        "expected Replace or Merge")]
    public async Task Wrong_metadata_of_a_push_are_refused_before_a_request(string metadata, string message)
    {
        await using var store = Create("""{"projectID":"p"}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await ((IWritableSecretStore)store).PushAsync(Push(metadata), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_manager.Requests);
    }

    [Fact]
    public async Task Many_reads_at_once_share_one_token()
    {
        _manager.Add("s", "x");
        await using var store = Create("""{"projectID":"p"}""");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await store.GetAsync(new("s"), Ct)));
        Assert.Single(_manager.Requests, request => request.Target.Contains("/token", StringComparison.Ordinal));
    }

    private static SecretPush Push(string metadata)
    {
        var value = SecretValue.OfText("x");
        return new(new("s"))
        {
            Value = value, Data = new() { ["key"] = value }, SecretKey = "key",
            Metadata = GoJson.Parse(Encoding.UTF8.GetBytes(metadata)).AsMap,
        };
    }

    private GcpSecretStore Create(string spec) => GcpSecretStore.TestOnlyCreate(
        GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!, new("store", IsClusterStore: false, "ns", null!, _bench.Host), _manager.Url);
}
