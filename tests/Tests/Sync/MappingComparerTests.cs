using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Comparing;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Tests.Sync;

/// <summary>Where a mapping of another operator would be otherwise.</summary>
public sealed class MappingComparerTests : IDisposable
{
    private const string Plain = "secretStoreRef: {name: store}\ndata: [{secretKey: k, remoteRef: {key: a}}]";

    private readonly SyncBench _bench = new(SyncBench.Store());

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_this_program_made_is_the_same()
    {
        var (mapping, secret) = await SyncedAsync(Plain);
        Assert.Empty((await CompareAsync(mapping, secret)).Differences);
    }

    [Theory]
    [InlineData("data", "secret data.k differs|secret data.more is there: it would be missing")]
    [InlineData("type", "secret type differs")]
    [InlineData("owner", "secret metadata.ownerReferences differs")]
    [InlineData("label", "secret metadata.labels.reconcile.external-secrets.io/managed is missing: it would be there")]
    [InlineData("foreign", "")]
    public async Task Each_field_that_differs_is_named_without_its_value(string what, string expected)
    {
        var (mapping, secret) = await SyncedAsync(what == "type" ? Plain + "\ntarget: {template: {type: a/b}}" : Plain);
        var metadata = secret.Child("metadata")!;
        switch (what)
        {
            case "data":
                secret.Child("data")!.With("k", "eA==").With("more", "eA==");
                break;
            case "type":
                secret.With("type", "c/d");
                break;
            case "owner":
                metadata.SetOwners([]);
                break;
            case "label":
                metadata.Child("labels")!.Remove(TargetNames.ManagedLabel);
                break;
            default:
                metadata.Child("labels")!.With("of", "others");
                metadata.Child("annotations")!.With("of", "others");
                break;
        }

        var found = await CompareAsync(mapping, secret);
        Assert.Equal(expected, Show(found));
        Assert.DoesNotContain("canary", Show(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Secret_that_is_missing_or_would_go_is_named()
    {
        var (mapping, secret) = await SyncedAsync(Plain);
        Assert.Equal("secret  is missing: it would be made", Show(await CompareAsync(mapping, null)));
        var gone = new ExternalSecret(
            SyncBench.Mapping(Plain.Replace("key: a", "key: none", StringComparison.Ordinal) + "\ntarget: {deletionPolicy: Delete}").Tree
                .With("status", mapping.Status.ToMap()));
        Assert.Equal(
            "secret  is there: it would be deleted"
            + "|status conditions.Ready is True SecretSynced (\"secret synced\"): it would be True SecretDeleted "
            + "(\"secret deleted due to DeletionPolicy=Delete\")",
            Show(await CompareAsync(gone, secret)));
    }

    [Fact]
    public async Task A_sync_that_would_fail_is_named_by_its_condition()
    {
        var (mapping, secret) = await SyncedAsync(Plain);
        var broken = new ExternalSecret(SyncBench.Mapping(Plain.Replace("key: a", "key: none", StringComparison.Ordinal)).Tree
            .With("status", mapping.Status.ToMap()));
        Assert.Equal(
            "status conditions.Ready is True SecretSynced (\"secret synced\"): it would be False SecretSyncedError "
            + "(\"could not get secret data from provider\"): error processing spec.data[0] (key: none), err: Secret does not exist",
            Show(await CompareAsync(broken, secret)));
    }

    [Theory]
    [InlineData("my key", "{{ .k }}", "data[my key]: no server takes this key")]
    [InlineData("x", "{{ repeat 1048577 \"x\" }}", "data: Too long: must have at most 1048576 bytes")]
    public async Task A_Secret_that_no_server_takes_fails_here_as_it_does_there(string key, string text, string expected)
    {
        var mapping = SyncBench.Mapping($"{Plain}\ntarget: {{template: {{data: {{'{key}': '{text}'}}}}}}");
        Assert.Equal(
            "status conditions.Ready is missing: it would be False SecretSyncedError (\"could not update secret\"): Secret \""
            + $"{mapping.Target.Name}\" is invalid: {expected}",
            Show(await CompareAsync(mapping, null)));
    }

    [Fact]
    public async Task A_refresh_that_is_overdue_or_of_an_earlier_state_is_named()
    {
        var (mapping, secret) = await SyncedAsync(Plain + "\nrefreshInterval: 10m");
        _bench.Clock.Advance(TimeSpan.FromMinutes(10.5));
        Assert.Equal("", Show(await CompareAsync(mapping, secret)));
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("timing refreshTime is overdue by 5 minutes", Show(await CompareAsync(mapping, secret)));

        // An agent of ours, by the mark of the server on what it wrote, writes the time once an hour.
        var ours = mapping.Tree.Copy();
        var written = new MapValue().With("manager", "secretskit-agent").With("fieldsV1", new MapValue().With(
            "f:status", new MapValue().With("f:refreshTime", new MapValue())));
        ours.Child("metadata")!.With("managedFields", Value.Of(new ListValue([Value.Of(written)])));
        Assert.Equal("", Show(await CompareAsync(new(ours), secret)));
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("timing refreshTime is overdue by 5 minutes", Show(await CompareAsync(new(ours), secret)));

        var tree = mapping.Tree.Copy();
        tree.Child("metadata")!.With("generation", Value.Int64(2));
        tree.Child("status")!.With("refreshTime", Timestamps.Write(_bench.Clock.GetUtcNow()));
        Assert.Equal(
            "timing syncedResourceVersion is that of an earlier state of the mapping", Show(await CompareAsync(new(tree), secret)));
    }

    [Theory]
    [InlineData("refreshInterval: \"0\"")]
    [InlineData("refreshPolicy: CreatedOnce")]
    [InlineData("refreshPolicy: OnChange")]
    public async Task Values_of_another_time_are_no_difference_where_nothing_reads_them_again(string policy)
    {
        var (mapping, secret) = await SyncedAsync($"{Plain}\n{policy}");
        var sent = _bench.Reads.Sent;
        Assert.Equal("", Show(await CompareAsync(mapping, secret)));
        Assert.Equal(sent, _bench.Reads.Sent);
        secret.Child("data")!.With("k", "eA==");
        Assert.Equal("secret  was changed by others: it would be put right", Show(await CompareAsync(mapping, secret)));
        Assert.Equal("secret  is missing: it would be made", Show(await CompareAsync(mapping, null)));
    }

    [Fact]
    public async Task What_is_made_anew_each_time_is_not_compared()
    {
        var random = Plain + "\ntarget: {template: {data: {k: '{{ randAlphaNum 8 }}'}}}";
        var (mapping, secret) = await SyncedAsync(random);
        secret.Child("data")!.With("k", "eA==");
        Assert.Equal("", Show(await CompareAsync(mapping, secret)));
        var generated = SyncBench.Mapping("dataFrom: [{sourceRef: {generatorRef: {kind: UUID, name: u}}}]");
        Assert.Equal("its generators make other values each time", (await CompareAsync(generated, null)).Skipped);
    }

    [Fact]
    public void A_value_counts_once_the_other_has_refreshed_after_it_was_seen_to_differ()
    {
        var (book, key) = (new ShadowBook(), new ObjectKey("team", "es"));
        var at = SyncBench.Start;
        var found = new MappingComparison { Differences = [new(DifferencePart.Secret, "data.k", "differs")] };
        Assert.True(book.Take(key, found, at - TimeSpan.FromMinutes(1), at));
        Assert.True(book.Take(key, found, at - TimeSpan.FromMinutes(1), at + TimeSpan.FromHours(1)));
        Assert.Equal("pending", Assert.Single(book.States).Result);
        Assert.False(book.Take(key, found, at + TimeSpan.FromHours(2), at + TimeSpan.FromHours(2)));
        Assert.Equal("differs", Assert.Single(book.States).Result);

        // It was put right.
        Assert.False(book.Take(key, new(), at + TimeSpan.FromHours(3), at + TimeSpan.FromHours(3)));
        Assert.Equal("same", Assert.Single(book.States).Result);
        book.Forget(key);
        Assert.Empty(book.States);
    }

    [Fact]
    public void A_status_counts_once_it_has_stayed()
    {
        var (book, key) = (new ShadowBook(), new ObjectKey("team", "es"));
        var found = new MappingComparison { Differences = [new(DifferencePart.Status, "conditions.Ready", "is x")] };
        Assert.True(book.Take(key, found, null, SyncBench.Start));
        Assert.Equal("pending", Assert.Single(book.States).Result);
        Assert.False(book.Take(key, found, null, SyncBench.Start + ShadowBook.Patience));
        Assert.Equal("differs", Assert.Single(book.States).Result);
    }

    private async Task<(ExternalSecret Mapping, MapValue Secret)> SyncedAsync(string spec)
    {
        var mapping = SyncBench.Mapping(spec);
        var plan = await _bench.PlanAsync(mapping);
        return (SyncBench.After(mapping, plan), SyncBench.Kept(plan));
    }

    private ValueTask<MappingComparison> CompareAsync(ExternalSecret mapping, MapValue? existing) =>
        new MappingComparer(_bench.Planner, _bench.Clock).CompareAsync(
            mapping, existing, _bench.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

    private static string Show(MappingComparison found) => string.Join(
        '|', found.Differences.Select(one => $"{one.Part.ToString().ToLowerInvariant()} {one.Field} {one.Problem}"));
}
