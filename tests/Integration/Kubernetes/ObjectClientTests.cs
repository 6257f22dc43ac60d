using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>Objects of a real API server: kinds, lists, and the ways to change them.</summary>
public sealed class ObjectClientTests : IDisposable
{
    private static readonly WriteOptions Tests = new() { FieldManager = "tests" };

    private readonly Cluster _cluster = new();
    private readonly TestFolder _folder = new();
    private readonly string _name = "objects-" + Guid.NewGuid().ToString("N")[..8];
    private readonly ServerResources _resources;
    private readonly ObjectClient _objects;

    public ObjectClientTests()
    {
        var client = _cluster.As();
        var environment = new HostEnvironment(new Dictionary<string, string> { ["HOME"] = _folder.Path }, "/");
        _resources = new(client, DiscoveryCache.For(environment, TimeProvider.System, client.Access.Server));
        _objects = new(client, _resources);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _resources.Dispose();
        _cluster.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Knows_what_the_server_has()
    {
        var all = await _resources.AllAsync(Ct);
        Assert.Empty(all.Failures);
        Assert.Equal("", all.Groups[0].Name);
        Assert.Contains("apps/v1/Deployment", all.ApiVersions);
        Assert.Contains("v1", all.ApiVersions);
        Assert.Equal("/apis/networking.k8s.io/v1/ingresses", all.Find("ing.networking.k8s.io")!.PathOfAll(""));
        Assert.Equal("v1.20.2", (await _resources.VersionAsync(Ct)).GitVersion);
        Assert.Null(await _resources.FindAsync("autoscaling/v2", "HorizontalPodAutoscaler", Ct));
    }

    [Fact]
    public async Task Creates_replaces_patches_applies_and_deletes()
    {
        var reference = new ResourceRef("v1", "ConfigMap", "default", _name);
        var made = await _objects.CreateAsync(Map("1"), Tests, Ct);
        Assert.True((await _objects.FindAsync(reference with { Name = _name + "-dry" }, Ct)).IsNil);
        made.AsMap![new("data")] = Value.Of(new MapValue());
        var replaced = await _objects.UpdateAsync(made, Tests, Ct);
        Assert.Null(replaced.AsMap![new("data")].AsMap);
        var stale = await Assert.ThrowsAsync<ApiException>(() => _objects.UpdateAsync(made, Tests, Ct));
        Assert.True(stale.Status.IsConflict);

        foreach (var patch in new[]
        {
            ObjectPatch.StrategicMerge(Json("""{"data":{"a":"s"}}""").AsMap!), ObjectPatch.JsonMerge(Json("""{"data":{"a":"m"}}""").AsMap!),
            ObjectPatch.Json(Json("""[{"op":"replace","path":"/data/a","value":"j"}]""").AsList!),
        })
        {
            await _objects.PatchAsync(reference, patch, Tests, Ct);
        }

        var apply = ObjectPatch.Apply(Map("applied"));
        var conflict = await Assert.ThrowsAsync<ApiException>(
            () => _objects.PatchAsync(reference, apply, new() { FieldManager = "other", ForcesConflicts = false }, Ct));
        Assert.True(conflict.Status.IsConflict);
        Assert.Contains(conflict.Status.Causes, cause => cause.Field == ".data.a");
        var forced = new WriteOptions { FieldManager = "other", ForcesConflicts = true };
        var dry = await _objects.PatchAsync(reference, apply, forced with { IsDryRun = true }, Ct);
        Assert.Equal("applied", Data(dry));
        Assert.Equal("j", Data(await _objects.GetAsync(reference, Ct)));
        Assert.Equal("applied", Data(await _objects.PatchAsync(reference, apply, forced, Ct)));

        await Assert.ThrowsAsync<ApiException>(() => _objects.DeleteAsync(reference, new() { Uid = "another" }, Ct));
        Assert.False((await _objects.DeleteAsync(reference, new() { Propagation = DeletionPropagation.Background }, Ct)).IsNil);
        Assert.True((await _objects.DeleteAsync(reference, DeleteOptions.Default, Ct)).IsNil);
    }

    [Fact]
    public async Task Lists_in_pages()
    {
        var names = Enumerable.Range(0, 5).Select(at => $"{_name}-{at}").ToArray();
        foreach (var name in names)
        {
            await _objects.CreateAsync(Map("1", name, _name), Tests, Ct);
        }

        var resource = (await _resources.FindAsync("v1", "ConfigMap", Ct))!;
        var list = await _objects.ListAsync(resource, "default", new() { LabelSelector = $"list={_name}", PageSize = 2 }, Ct);
        Assert.Equal(names, list.Items.Select(item => ResourceRef.Read(item, "item").Name));
        Assert.NotEmpty(list.ResourceVersion);
        var found = await _objects.FindAllAsync([.. list.Items.Select(item => ResourceRef.Read(item, "item"))], 4, Ct);
        Assert.DoesNotContain(found, one => one.IsNil);
    }

    private Value Map(string value, string? name = null, string label = "none") => Json($$$"""
        {"apiVersion":"v1","kind":"ConfigMap","data":{"a":"{{{value}}}"},
        "metadata":{"labels":{"list":"{{{label}}}"},"name":"{{{name ?? _name}}}"} }
        """);

    private static Value Json(string text) => GoJson.Parse(Encoding.UTF8.GetBytes(text));

    private static string Data(Value map) => Encoding.UTF8.GetString(map.AsMap![new("data")].AsMap![new("a")].StringBytes);
}
