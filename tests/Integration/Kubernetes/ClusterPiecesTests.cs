using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>Watches, leases, access reviews, events and logs of a real API server.</summary>
public sealed class ClusterPiecesTests : IDisposable
{
    private readonly Cluster _cluster = new();
    private readonly string _name = "pieces-" + Guid.NewGuid().ToString("N")[..8];
    private readonly ServerResources _resources;
    private readonly ObjectClient _objects;

    public ClusterPiecesTests()
    {
        _resources = new(_cluster.As(), cache: null);
        _objects = new(_cluster.As(), _resources);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _resources.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task A_lease_is_taken_renewed_and_lost_to_whoever_was_faster()
    {
        Assert.Null(await Lease.FindAsync(_objects, "default", _name, Ct));
        var renewed = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var fresh = new Lease("default", _name)
        {
            Holder = "one",
            Renewed = renewed,
            Acquired = renewed,
            Duration = TimeSpan.FromSeconds(20),
        };
        var mine = await fresh.WriteAsync(_objects, WriteOptions.Default, Ct);
        Assert.Equal(mine, await Lease.FindAsync(_objects, "default", _name, Ct));
        Assert.Equal(fresh, mine with { ResourceVersion = "" });
        var late = await Assert.ThrowsAsync<ApiException>(() => fresh.WriteAsync(_objects, WriteOptions.Default, Ct));
        Assert.True(late.Status.IsAlreadyExists);
        var next = await (mine with { Holder = "two", Transitions = 1 }).WriteAsync(_objects, WriteOptions.Default, Ct);
        Assert.Equal(("two", 1), (next.Holder, next.Transitions));
        var stale = await Assert.ThrowsAsync<ApiException>(() => mine.WriteAsync(_objects, WriteOptions.Default, Ct));
        Assert.True(stale.Status.IsConflict);
    }

    [Fact]
    public async Task Watches_what_happens_to_an_object()
    {
        var resource = (await _resources.FindAsync("v1", "ConfigMap", Ct))!;
        var selection = new WatchSelection(resource, "default") { Options = new() { FieldSelector = $"metadata.name={_name}" } };
        var seen = new List<WatchEventKind>();
        await foreach (var happened in new ObjectWatch(_objects, TimeProvider.System).RunAsync(selection, Ct))
        {
            seen.Add(happened.Kind);
            var reference = new ResourceRef("v1", "ConfigMap", "default", _name);
            switch (happened.Kind)
            {
                case WatchEventKind.Listed:
                    await _objects.PatchAsync(
                        reference, ObjectPatch.Apply(Object("ConfigMap")), new() { FieldManager = "tests", ForcesConflicts = true }, Ct);
                    break;
                case WatchEventKind.Added:
                    await _objects.DeleteAsync(reference, DeleteOptions.Default, Ct);
                    break;
            }

            if (happened.Kind == WatchEventKind.Deleted)
            {
                break;
            }
        }

        Assert.Equal([WatchEventKind.Listed, WatchEventKind.Added, WatchEventKind.Deleted], seen);
    }

    [Fact]
    public async Task Says_what_a_user_may()
    {
        var review = new AccessReview("get", "", "pods/log") { Namespace = "default" };
        Assert.True(await review.IsAllowedAsync(_cluster.As(), Ct));
        Assert.False(await review.IsAllowedAsync(_cluster.As("nobody"), Ct));
    }

    [Fact]
    public async Task Reads_the_events_of_an_object()
    {
        var made = await _objects.CreateAsync(Object("ConfigMap"), WriteOptions.Default, Ct);
        var happened = Object("Event");
        var about = new MapValue();
        (about[new("kind")], about[new("name")], about[new("namespace")], about[new("uid")]) =
            (Value.Of("ConfigMap"), Value.Of(_name), Value.Of("default"), made.AsMap![new("metadata")].AsMap![new("uid")]);
        happened.AsMap![new("involvedObject")] = Value.Of(about);
        happened.AsMap![new("message")] = Value.Of("it was made");
        await _objects.CreateAsync(happened, WriteOptions.Default, Ct);
        var reference = ResourceRef.Read(made, "made");
        Assert.Single((await _objects.EventsAsync(reference, "", Ct)).Items);
        Assert.Empty((await _objects.EventsAsync(reference, "another", Ct)).Items);
    }

    [Fact]
    public async Task Logs_of_a_pod_that_is_not_there_are_refused_by_name()
    {
        var failure = await Assert.ThrowsAsync<ApiException>(
            () => new PodLogs("default", _name) { Container = "main", LastLines = 5 }.OpenAsync(_cluster.As(), Ct));
        Assert.Equal($"pods \"{_name}\" not found", failure.Message);
    }

    private Value Object(string kind)
    {
        var (item, metadata) = (new MapValue(), new MapValue());
        (metadata[new("name")], metadata[new ByteString("namespace")]) = (Value.Of(_name), Value.Of("default"));
        (item[new("apiVersion")], item[new("kind")], item[new("metadata")]) = (Value.Of("v1"), Value.Of(kind), Value.Of(metadata));
        return Value.Of(item);
    }
}
