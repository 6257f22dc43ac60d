using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Integration.Aws;

/// <summary>Parameter Store as another implementation answers: a store like all others, in an account that a role leads into.</summary>
public sealed class MotoParameterStoreTests : SecretStoreContract, IDisposable
{
    private readonly MotoBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    protected override async ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held)
        {
            await AddAsync(name, value);
        }

        return _bench.Store("ParameterStore");
    }

    [Fact]
    public async Task Versions_and_labels_are_read()
    {
        await AddAsync("/s", "one");
        await _bench.CallAsync(
            "ssm", "AmazonSSM.LabelParameterVersion", """{"Name":"/s","ParameterVersion":1,"Labels":["good"]}""", Ct);
        await _bench.CallAsync("ssm", "AmazonSSM.PutParameter", """{"Name":"/s","Value":"two","Overwrite":true}""", Ct);
        await using var store = _bench.Store("ParameterStore");
        Assert.Equal("two", (await store.GetAsync(new("/s"), Ct))!.RevealText());
        Assert.Equal("one", (await store.GetAsync(new("/s") { Version = "1" }, Ct))!.RevealText());
        Assert.Equal("one", (await store.GetAsync(new("/s") { Version = "good" }, Ct))!.RevealText());
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("/s") { Version = "9" }, Ct));
        Assert.Equal("ParameterVersionNotFound", failure.Failure.Code);
    }

    [Fact]
    public async Task Parameters_are_found_by_path_and_tags()
    {
        for (var i = 0; i < 12; i++)
        {
            await AddAsync($"/app/p{i}", $"value {i}", i % 2 == 0 ? "even" : "odd");
        }

        await AddAsync("/web/p0", "other", "even");
        await using var store = _bench.Store("ParameterStore");
        Assert.Equal(12, (await store.FindAsync(new() { Name = "p", Path = "/app" }, Ct)).Count);
        Assert.Equal(13, (await store.FindAsync(new() { Name = "p" }, Ct)).Count);
        var tags = new Dictionary<string, string> { ["kind"] = "even" };
        Assert.Equal(7, (await store.FindAsync(new() { Tags = tags }, Ct)).Count);
        var found = await store.FindAsync(new() { Tags = tags, Path = "/app" }, Ct);
        Assert.Equal(6, found.Count);
        Assert.Equal("value 10", found["/app/p10"]!.RevealText());
        Assert.Equal("""{"kind":"even"}""", (await store.GetAsync(new("/web/p0") { IsMetadata = true }, Ct))!.RevealText());
    }

    [Fact]
    public async Task Encrypted_parameters_of_the_advanced_tier_are_written_and_read()
    {
        await using var store = _bench.Store("ParameterStore");
        var metadata = Core.Data.Json.GoJson.Parse(
            """
            {
              "apiVersion": "kubernetes.external-secrets.io/v1alpha1", "kind": "PushSecretMetadata",
              "spec": {"secretType": "SecureString", "tier": {"type": "Advanced"}, "tags": {"team": "a"}}
            }
            """u8).AsMap;
        var value = SecretValue.OfText(new string('x', 5000));
        var push = new SecretPush(new("big")) { Value = value, Data = new() { ["k"] = value }, SecretKey = "k", Metadata = metadata };
        await ((IWritableSecretStore)store).PushAsync(push, Ct);
        Assert.Equal(5000, (await store.GetAsync(new("big"), Ct))!.Length);
        var described = await _bench.CallAsync("ssm", "AmazonSSM.DescribeParameters", "{}", Ct);
        Assert.Equal(("SecureString", "Advanced", "alias/aws/ssm"), (
            (string)described["Parameters"]![0]!["Type"]!, (string)described["Parameters"]![0]!["Tier"]!,
            (string)described["Parameters"]![0]!["KeyId"]!));
        Assert.Equal(
            """{"managed-by":"external-secrets","team":"a"}""",
            (await store.GetAsync(new("big") { IsMetadata = true }, Ct))!.RevealText());
        await ((IWritableSecretStore)store).DeleteAsync(new("big"), Ct);
        Assert.Null(await store.GetAsync(new("big"), Ct));
    }

    private async Task AddAsync(string name, string value, string? kind = null) => await _bench.CallAsync(
        "ssm", "AmazonSSM.PutParameter", new JsonObject
        {
            ["Name"] = name,
            ["Value"] = value,
            ["Type"] = "SecureString",
            ["Tags"] = kind is null ? new JsonArray() : new JsonArray(new JsonObject { ["Key"] = "kind", ["Value"] = kind }),
        }.ToJsonString(), Ct);
}
