using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Tests.Stores;

/// <summary>
/// What every secret store must do. A subclass gives a store that holds the secrets of <see cref="Held"/>; those whose stores cannot be
/// written, or not searched by name, say so.
/// </summary>
public abstract class SecretStoreContract
{
    /// <summary>What the store has to hold: a name and a value for each.</summary>
    public static IReadOnlyDictionary<string, string> Held { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["app-plain"] = "canary-plain-value",
        ["app-map"] = """{"a":{"b":"nested"},"a.b":"dotted","n":5432,"nothing":null,"password":"canary-pass","user":"alice"}""",
        ["other"] = """{"x":"canary-other"}""",
    };

    /// <summary>Whether the store is one that holds maps alone, so that a plain value cannot be in it.</summary>
    protected virtual bool HoldsOnlyMaps => false;

    /// <summary>Whether the store marks what it makes, so that what others made is left alone.</summary>
    protected virtual bool MarksWhatItMakes => true;

    /// <summary>A secret of <see cref="Held"/> as the store gives all of it.</summary>
    protected virtual string WholeOf(string name) => Held[name];

    /// <summary>Whether secrets can be found by name.</summary>
    protected virtual bool FindsByName => true;

    /// <summary>A new store that holds <see cref="Held"/>; the test disposes it.</summary>
    protected abstract ValueTask<ISecretStore> CreateAsync(CancellationToken ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_value_is_read()
    {
        await using var store = await CreateAsync(Ct);
        var name = HoldsOnlyMaps ? "other" : "app-plain";
        var value = await store.GetAsync(new(name), Ct);
        Assert.Equal(WholeOf(name), value?.RevealText());
    }

    [Theory]
    [InlineData("user", "alice")]
    [InlineData("n", "5432")]
    [InlineData("nothing", "")]
    public async Task A_property_is_read(string property, string expected)
    {
        await using var store = await CreateAsync(Ct);
        var value = await store.GetAsync(new("app-map") { Property = property }, Ct);
        Assert.Equal(expected, value?.RevealText());
    }

    [Fact]
    public async Task A_map_is_read_member_by_member()
    {
        await using var store = await CreateAsync(Ct);
        var map = await store.GetMapAsync(new("app-map"), Ct);
        Assert.NotNull(map);
        Assert.Equal(["a", "a.b", "n", "nothing", "password", "user"], map.Names);
        Assert.Equal("alice", map["user"]!.RevealText());
        Assert.Equal("""{"b":"nested"}""", map["a"]!.RevealText());
        Assert.Equal("5432", map["n"]!.RevealText());
        Assert.Equal("", map["nothing"]!.RevealText());
    }

    [Fact]
    public async Task A_missing_secret_is_no_failure()
    {
        await using var store = await CreateAsync(Ct);
        Assert.Null(await store.GetAsync(new("missing"), Ct));
        Assert.Null(await store.GetMapAsync(new("missing"), Ct));
    }

    [Fact]
    public async Task Secrets_are_found_by_name()
    {
        await using var store = await CreateAsync(Ct);
        if (!FindsByName)
        {
            await Assert.ThrowsAsync<ProviderException>(async () => await store.FindAsync(new() { Name = "app" }, Ct));
            return;
        }

        var found = await store.FindAsync(new() { Name = "^app-" }, Ct);
        Assert.Equal(HoldsOnlyMaps ? ["app-map"] : ["app-map", "app-plain"], found.Names);
        Assert.Equal(WholeOf("app-map"), found["app-map"]!.RevealText());
        Assert.Equal(0, (await store.FindAsync(new() { Name = "^nothing$" }, Ct)).Count);
    }

    [Fact]
    public async Task A_bad_expression_for_names_is_a_failure_that_shows_it()
    {
        await using var store = await CreateAsync(Ct);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.FindAsync(new() { Name = "(" }, Ct));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_of_values_and_maps_show_nothing()
    {
        await using var store = await CreateAsync(Ct);
        var map = await store.GetMapAsync(new("app-map"), Ct);
        Assert.DoesNotContain("canary", $"{map} {map!["password"]} {await store.GetAsync(new("app-map"), Ct)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_is_honoured()
    {
        await using var store = await CreateAsync(Ct);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync(new("app-map"), cancelled));
    }

    [Fact]
    public async Task What_is_pushed_can_be_read_and_deleted()
    {
        await using var store = await CreateAsync(Ct);
        if (store is not IWritableSecretStore writable)
        {
            Assert.Equal(StoreCapabilities.ReadOnly, store.Capabilities);
            return;
        }

        Assert.Equal(StoreCapabilities.ReadWrite, store.Capabilities);
        var target = new PushTarget("pushed", "password");
        Assert.False(await writable.ExistsAsync(target, Ct));
        var value = SecretValue.OfText("canary-new");
        var data = new SecretMap { ["key"] = value };
        await writable.PushAsync(new(target) { Value = value, Data = data, SecretKey = "key" }, Ct);
        Assert.True(await writable.ExistsAsync(target, Ct));
        Assert.Equal("canary-new", (await store.GetAsync(new("pushed") { Property = "password" }, Ct))?.RevealText());
        await writable.DeleteAsync(new("pushed"), Ct);
        Assert.Null(await store.GetAsync(new("pushed"), Ct));
        await writable.DeleteAsync(new("pushed"), Ct);
    }

    [Fact]
    public async Task What_others_made_is_not_overwritten()
    {
        await using var store = await CreateAsync(Ct);
        if (store is not IWritableSecretStore writable || !MarksWhatItMakes)
        {
            return;
        }

        var value = SecretValue.OfText("canary-new");
        var push = new SecretPush(new("app-map", "user")) { Value = value, Data = new() { ["key"] = value }, SecretKey = "key" };
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await writable.PushAsync(push, Ct));
        Assert.Equal(ProviderFault.NotManaged, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(WholeOf("app-map"), (await store.GetAsync(new("app-map"), Ct))?.RevealText());
    }
}
