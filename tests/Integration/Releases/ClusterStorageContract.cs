using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Cluster;

namespace SecretsKit.Integration.Releases;

/// <summary>What storages in a cluster do beyond the others.</summary>
public abstract class ClusterStorageContract : ReleaseStorageContract
{
    private const StringComparison Comparison = StringComparison.Ordinal;

    private readonly Cluster _cluster = new();
    private readonly List<string> _namespaces = [];

    /// <summary>Secrets or ConfigMaps.</summary>
    protected abstract StorageDriver Driver { get; }

    private string Resource => Driver == StorageDriver.Secret ? "secrets" : "configmaps";

    private string Collection => $"/api/v1/namespaces/{Namespace}/{Resource}";

    public override async ValueTask InitializeAsync() => await CreateNamespaceAsync(Namespace);

    public override async ValueTask DisposeAsync()
    {
        foreach (var name in _namespaces)
        {
            await _cluster.As().SendAsync(new(HttpMethod.Delete, "/api/v1/namespaces/" + name), Ct);
        }

        _cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_object_is_that_of_the_reference()
    {
        await Open(Namespace).CreateAsync(Record("shop", 1), Ct);
        var item = await ReadAsync("sh.helm.release.v1.shop.v1");
        var isSecret = Driver == StorageDriver.Secret;
        Assert.Equal((isSecret ? "Secret" : "ConfigMap", isSecret ? "helm.sh/release.v1" : ""), (Text(item, "kind"), Text(item, "type")));
        Assert.Equal(
            """{"createdAt":"1780315200","name":"shop","owner":"helm","status":"deployed","team":"front","version":"1"}""", Labels(item));
        var release = Text(item, "data", "release");
        Assert.StartsWith("H4sI", isSecret ? Encoding.ASCII.GetString(Convert.FromBase64String(release)) : release, Comparison);
    }

    [Fact]
    public async Task An_update_by_who_created_a_record_drops_its_time_of_creation()
    {
        var storage = Open(Namespace);
        await storage.CreateAsync(Record("shop", 1, ReleaseStatus.PendingInstall), Ct);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await storage.UpdateAsync(Record("shop", 1), Ct);
        Assert.Equal(
            """{"modifiedAt":"1780315205","name":"shop","owner":"helm","status":"deployed","team":"front","version":"1"}""",
            Labels(await ReadAsync("sh.helm.release.v1.shop.v1")));
    }

    [Fact]
    public async Task Other_objects_of_the_namespace_are_no_records()
    {
        var body = """{"metadata":{"name":"plain","labels":{"name":"shop"}},"data":{"release":"AAAA"}}""";
        await _cluster.As().SendAsync(
            new(HttpMethod.Post, Collection) { Body = HttpBody.FromBytes(Encoding.UTF8.GetBytes(body), ApiMedia.Json) }, Ct);
        Assert.Empty(await Open(Namespace).ListAsync(RecordSelector.All, Ct));
    }

    [Fact]
    public async Task An_object_without_a_record_in_it_is_listed_and_cannot_be_read()
    {
        var body = """{"metadata":{"name":"empty","labels":{"name":"shop","owner":"helm"}}}""";
        await _cluster.As().SendAsync(
            new(HttpMethod.Post, Collection) { Body = HttpBody.FromBytes(Encoding.UTF8.GetBytes(body), ApiMedia.Json) }, Ct);
        var record = Assert.Single(await Open(Namespace).ListAsync(RecordSelector.All, Ct));
        Assert.False(record.TryRead(out _, out var cause));
        Assert.Equal(new RecordCause(RecordFault.MissingPayload, "empty", Namespace), cause);
    }

    [Fact]
    public async Task A_missing_right_is_named_with_all_that_are_needed()
    {
        var storage = Open(Namespace, "nobody");
        var failures = new[]
        {
            (StorageOperation.Create, await FailureAsync(() => storage.CreateAsync(Record("shop", 1), Ct)), "create"),
            (StorageOperation.Update, await FailureAsync(() => storage.UpdateAsync(Record("shop", 1), Ct)), "update"),
            (StorageOperation.Get, await FailureAsync(() => storage.GetAsync(new("shop", 1), Ct)), "get"),
            (StorageOperation.Delete, await FailureAsync(() => storage.DeleteAsync(new("shop", 1), Ct)), "delete"),
            (StorageOperation.Query, await FailureAsync(() => storage.ListAsync(RecordSelector.Of("shop"), Ct)), "list"),
            (StorageOperation.List, await FailureAsync(() => storage.ListAsync(RecordSelector.All, Ct)), "list"),
        };
        foreach (var (operation, failure, verb) in failures)
        {
            var isAboutOne = operation is not (StorageOperation.List or StorageOperation.Query);
            Assert.Equal(
                new StorageCause(operation, Driver, Namespace, isAboutOne ? "sh.helm.release.v1.shop.v1" : ""), failure.Cause);
            Assert.Contains(
                $"User \"nobody\" cannot {verb} resource \"{Resource}\" in API group \"\" in the namespace \"{Namespace}\"",
                failure.Message,
                Comparison);
            Assert.Equal($"releases need the verbs get, list, create, update and delete on {Resource}", failure.Hint);
        }
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_a_failure_of_the_creation()
    {
        var failure = await FailureAsync(() => Open("no-such-namespace").CreateAsync(Record("shop", 1), Ct));
        Assert.Equal(
            "cannot create release record sh.helm.release.v1.shop.v1 in namespace no-such-namespace: "
            + "namespaces \"no-such-namespace\" not found",
            failure.Message);
    }

    [Fact]
    public async Task The_largest_payload_is_taken_and_one_byte_more_refused()
    {
        var storage = Open(Namespace);
        var record = Record("shop", 1);
        Assert.Equal(
            StorageOutcome.Done,
            await storage.CreateAsync(new(record.Name, Namespace, record.Labels, Payload(storage.MaxPayloadBytes)), Ct));
        var failure = await FailureAsync(
            () => storage.UpdateAsync(new(record.Name, Namespace, record.Labels, Payload(storage.MaxPayloadBytes + 1)), Ct));
        Assert.Contains("Too long", failure.Message, Comparison);
        Assert.DoesNotContain("AAAA", failure.ToString(), Comparison);
    }

    protected IReleaseStorage Open(string ns, string user) => Driver == StorageDriver.Secret
        ? ClusterReleaseStorage.InSecrets(_cluster.As(user), ns, Clock)
        : ClusterReleaseStorage.InConfigMaps(_cluster.As(user), ns, Clock);

    protected override IReleaseStorage Open(string ns) => Open(ns, "admin");

    protected override async Task<string> OtherNamespaceAsync()
    {
        await CreateNamespaceAsync(Namespace + "-other");
        return Namespace + "-other";
    }

    private static Task<SecretsKitException> FailureAsync(Func<Task> act) => Assert.ThrowsAsync<SecretsKitException>(act);

    private static byte[] Payload(long length)
    {
        var payload = new byte[length];
        payload.AsSpan().Fill((byte)'A');
        return payload;
    }

    private static string Text(Value value, params string[] path)
    {
        foreach (var name in path)
        {
            value = value.AsMap![new(name)];
        }

        return value.IsString ? Encoding.UTF8.GetString(value.StringBytes) : "";
    }

    private static string Labels(Value item) =>
        Encoding.UTF8.GetString(GoJson.Format(item.AsMap![new("metadata")].AsMap![new("labels")], GoJsonOptions.Compact));

    private Task<Value> ReadAsync(string name) => _cluster.As().SendAsync(new(HttpMethod.Get, $"{Collection}/{name}"), Ct);

    private async Task CreateNamespaceAsync(string name)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}"}}""");
        await _cluster.As().SendAsync(new(HttpMethod.Post, "/api/v1/namespaces") { Body = HttpBody.FromBytes(body, ApiMedia.Json) }, Ct);
        _namespaces.Add(name);
    }
}
