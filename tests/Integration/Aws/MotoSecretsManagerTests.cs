using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Integration.Aws;

/// <summary>Secrets Manager as another implementation answers: a store like all others, in an account that a role leads into.</summary>
public sealed class MotoSecretsManagerTests : SecretStoreContract, IDisposable
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

        return _bench.Store("SecretsManager");
    }

    [Fact]
    public async Task Versions_are_read_by_stage_and_by_identifier()
    {
        await AddAsync("s", "one");
        var put = await _bench.CallAsync(
            "secretsmanager", "secretsmanager.PutSecretValue", """{"SecretId":"s","SecretString":"two"}""", Ct);
        await using var store = _bench.Store("SecretsManager");
        Assert.Equal("two", (await store.GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal("one", (await store.GetAsync(new("s") { Version = "AWSPREVIOUS" }, Ct))!.RevealText());
        Assert.Equal("two", (await store.GetAsync(new("s") { Version = $"uuid/{put["VersionId"]}" }, Ct))!.RevealText());
        Assert.Null(await store.GetAsync(new("s") { Version = "NOPE" }, Ct));
    }

    [Fact]
    public async Task Bytes_stay_bytes()
    {
        await _bench.CallAsync("secretsmanager", "secretsmanager.CreateSecret", """{"Name":"blob","SecretBinary":"AP8B/g=="}""", Ct);
        await using var store = _bench.Store("SecretsManager");
        Assert.Equal([0, 255, 1, 254], (await store.GetAsync(new("blob"), Ct))!.Bytes.ToArray());
        Assert.Equal([0, 255, 1, 254], (await store.FindAsync(new() { Name = "blob" }, Ct))["blob"]!.Bytes.ToArray());
    }

    [Fact]
    public async Task Secrets_are_found_by_tags_path_and_name()
    {
        await AddAsync("app/a", "1", """[{"Key":"env","Value":"prod"}]""");
        await AddAsync("app/b", "2", """[{"Key":"env","Value":"test"}]""");
        await AddAsync("web/c", "3", """[{"Key":"env","Value":"prod"}]""");
        await using var store = _bench.Store("SecretsManager");
        var tags = new Dictionary<string, string> { ["env"] = "prod" };
        Assert.Equal(["app/a", "web/c"], (await store.FindAsync(new() { Tags = tags }, Ct)).Names);
        Assert.Equal(["app/a"], (await store.FindAsync(new() { Tags = tags, Path = "app/" }, Ct)).Names);
        Assert.Equal(["app/b"], (await store.FindAsync(new() { Name = "b$", Path = "app/" }, Ct)).Names);
        Assert.Equal(["web/c"], (await store.FindAsync(new() { Name = "c", Tags = tags }, Ct)).Names);
        Assert.Equal(
            """{"env":"prod"}""", (await store.GetAsync(new("app/a") { IsMetadata = true }, Ct))!.RevealText());
    }

    [Fact]
    public async Task Twenty_five_secrets_are_found_in_two_batches()
    {
        for (var i = 0; i < 25; i++)
        {
            await AddAsync($"many{i}", $"value {i}");
        }

        await using var store = _bench.Store("SecretsManager");
        var found = await store.FindAsync(new() { Name = "^many" }, Ct);
        Assert.Equal(25, found.Count);
        Assert.Equal("value 24", found["many24"]!.RevealText());
    }

    [Fact]
    public async Task A_deleted_secret_is_none_and_stays_restorable()
    {
        await using var store = _bench.Store(
            "SecretsManager", $$""","role":"{{_bench.Role}}","secretsManager":{"recoveryWindowInDays":7}""");
        var writable = (IWritableSecretStore)store;
        await writable.PushAsync(Push("s", "one"), Ct);
        await writable.DeleteAsync(new("s"), Ct);
        Assert.Null(await store.GetAsync(new("s"), Ct));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await writable.PushAsync(Push("s", "two"), Ct));
        Assert.Equal(ProviderFault.Conflict, failure.Failure.Fault);
        await _bench.CallAsync("secretsmanager", "secretsmanager.RestoreSecret", """{"SecretId":"s"}""", Ct);
        await writable.PushAsync(Push("s", "two"), Ct);
        Assert.Equal("two", (await store.GetAsync(new("s"), Ct))!.RevealText());
        await using var forcing = _bench.Store(
            "SecretsManager", $$""","role":"{{_bench.Role}}","secretsManager":{"forceDeleteWithoutRecovery":true}""");
        await ((IWritableSecretStore)forcing).DeleteAsync(new("s"), Ct);
        Assert.False(await writable.ExistsAsync(new("s"), Ct));
        await writable.PushAsync(Push("s", "three"), Ct);
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        await AddAsync("s", "one");
        await using var other = _bench.Store("SecretsManager", """,  "role":"arn:aws:iam::000000000001:role/other" """);
        Assert.Null(await other.GetAsync(new("s"), Ct));
    }

    private static SecretPush Push(string key, string value) =>
        new(new(key)) { Value = SecretValue.OfText(value), Data = new() { ["k"] = SecretValue.OfText(value) }, SecretKey = "k" };

    private async Task AddAsync(string name, string value, string tags = "[]") => await _bench.CallAsync(
        "secretsmanager", "secretsmanager.CreateSecret",
        new JsonObject { ["Name"] = name, ["SecretString"] = value, ["Tags"] = JsonNode.Parse(tags) }.ToJsonString(), Ct);
}
