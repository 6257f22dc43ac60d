using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Manifests;
using HttpBody = SecretsKit.Platform.Http.HttpBody;

namespace SecretsKit.Integration.Sync;

/// <summary>
/// A cluster as the reference operator left it, Secrets, marks, owners and statuses as they were recorded, is taken over: everything is
/// read again, no Secret is written, and nothing is deleted.
/// </summary>
public sealed class TakeoverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_Secret_of_the_reference_is_written_or_deleted_when_its_mappings_are_taken_over()
    {
        await using var server = await SecondServer.StartAsync($"/takeover-{Environment.ProcessId}");
        using var cluster = new ScenarioCluster(server.Url);
        await cluster.InstallAsync(Ct);
        var cases = ScenarioCase.All.Select(id => ScenarioCase.Load(id, cluster.Marks)).Where(IsStill).ToList();
        Assert.True(cases.Count > 40, $"{cases.Count} cases");
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (one, _) =>
            await LeaveAsync(cluster, one));

        var before = await SecretsAsync(cluster);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var agent = cluster.AgentWith([]).RunAsync(end.Token);
        await InProcessAgent.UntilAsync(async () => (await MappingsAsync(cluster)).All(
            mapping => mapping.Status.Refreshed is { } time && time > DateTimeOffset.UtcNow.AddMinutes(-30)));
        await end.CancelAsync();
        await agent;

        Assert.Equal(before, await SecretsAsync(cluster));
        Assert.All(await MappingsAsync(cluster), mapping => Assert.True(
            mapping.Status is { IsReady: true, Ready.Reason: "SecretSynced" },
            $"{mapping.Head.Namespace}: {mapping.Status.Ready?.Message}"));
    }

    // Mappings that were synced at the end, and give the same again.
    private static bool IsStill(ScenarioCase played)
    {
        var last = Last(played);
        var mappings = last?.Children("externalSecrets") ?? [];
        return mappings.Count > 0 && played.Flags.Count == 0 && !played.Tree.Has("random")
            && !Made(played).Any(made => made.Text("kind") == "Secret" && last!.Children("secrets").Any(
                secret => secret.Text("name") == made.Child("metadata")!.Text("name")
                    && secret.Text("namespace") == made.Child("metadata")!.Text("namespace")))
            && mappings.All(mapping => mapping.Child("status")?.Children("conditions") is [var ready]
                && ready.Text("reason") == "SecretSynced" && mapping.Child("status")!.Has("binding")
                && mapping.Child("status")!.Text("syncedResourceVersion").Length > 0)
            && Made(played).All(made => made.Text("kind") is "Namespace" or "ServiceAccount" or "Role" or "RoleBinding" or "Secret"
                or "ConfigMap" or "SecretStore" or "ExternalSecret")
            && Made(played).Where(made => made.Text("kind") == ExternalSecret.Kind).Select(made => new ExternalSecret(made)).All(
                mapping => mapping is { Refresh: RefreshPolicy.Periodic, Target: { Creation: CreationPolicy.Owner, IsImmutable: false } }
                    && mapping.Interval > TimeSpan.Zero && mapping.Windows is null)
            && played.Steps.All(step => step.Text("op") is "create" or "wait" or "snapshot" or "sleep");
    }

    private static IEnumerable<MapValue> Made(ScenarioCase played) =>
        played.Tree.Children("objects_before").Concat(played.Steps.SelectMany(step => step.Children("objects")));

    private static MapValue? Last(ScenarioCase played) =>
        played.Steps.LastOrDefault(step => step.Text("op") == "snapshot") is { } step ? played.Expected.Child(step.Text("name")) : null;

    // What the reference left: its objects, the Secrets, and a refresh long ago, so that all are due.
    private static async Task LeaveAsync(ScenarioCluster cluster, ScenarioCase played)
    {
        await cluster.Servers.PrepareAsync(played, Ct);
        foreach (var made in Made(played))
        {
            await cluster.Objects.CreateAsync(Value.Of(made), WriteOptions.Default, Ct);
        }

        var last = Last(played)!;
        var uids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mapping in last.Children("externalSecrets"))
        {
            uids[mapping.Text("name")] = await StatusAsync(cluster, "ExternalSecret", mapping, mapping.Texts("finalizers"));
        }

        foreach (var store in last.Children("others").Where(other => other.Text("kind") == "SecretStore"))
        {
            await StatusAsync(cluster, "SecretStore", store, []);
        }

        foreach (var secret in last.Children("secrets"))
        {
            var owners = secret.Children("ownerReferences").Select(owner => Value.Of(owner.Copy().With("uid", uids[owner.Text("name")])));
            var metadata = new MapValue().With("name", secret.Text("name")).With("namespace", secret.Text("namespace"));
            foreach (var field in (string[])["labels", "annotations", "finalizers"])
            {
                if (secret.Has(field))
                {
                    metadata.With(field, secret.Field(field));
                }
            }

            metadata.With("ownerReferences", Value.Of(new ListValue([.. owners])));
            var data = new MapValue();
            foreach (var (key, value) in (secret.Child("data") ?? new MapValue()).Entries)
            {
                data.Set(key, value.AsMap is { } binary ? binary.Field("base64")
                    : Value.Of(Convert.ToBase64String(value.StringBytes)));
            }

            await cluster.Objects.CreateAsync(
                Value.Of(new MapValue().With("apiVersion", "v1").With("kind", "Secret").With("metadata", metadata)
                    .With("type", secret.Text("type")).With("data", data)),
                new() { FieldManager = secret.Children("managedFields") is [var first, ..] ? first.Text("manager") : "" }, Ct);
        }
    }

    private static async Task<string> StatusAsync(ScenarioCluster cluster, string kind, MapValue expected, IReadOnlyList<string> finalizers)
    {
        var (ns, name) = (expected.Text("namespace"), expected.Text("name"));
        var reference = new ResourceRef("external-secrets.io/v1", kind, ns, name);
        if (finalizers.Count > 0)
        {
            await cluster.Objects.PatchAsync(reference, ObjectPatch.JsonMerge(new MapValue().With("metadata", new MapValue().With(
                "finalizers", Value.Of(new ListValue([.. finalizers.Select(one => Value.Of(one))]))))), WriteOptions.Default, Ct);
        }

        var tree = (await cluster.Objects.GetAsync(reference, Ct)).AsMap!;
        var then = Timestamps.Write(DateTimeOffset.UtcNow.AddDays(-40));
        var status = expected.Child("status")!.Copy();
        if (status.Has("refreshTime"))
        {
            status.With("refreshTime", then);
        }

        status.With("conditions", Value.Of(new ListValue(
            [.. status.Children("conditions").Select(one => Value.Of(one.Copy().With("lastTransitionTime", then)))])));
        tree.With("status", status);
        var resource = await cluster.Objects.ResourceAsync(reference, Ct);
        await cluster.Objects.Client.SendAsync(
            new(HttpMethod.Put, $"{resource.PathOfOne(ns, name)}/status")
            {
                Body = HttpBody.FromBytes(GoJson.Format(Value.Of(tree), GoJsonOptions.Raw), ApiMedia.Json),
            },
            Ct);
        return new ObjectHead(tree).Uid;
    }

    private static async Task<IReadOnlyList<ExternalSecret>> MappingsAsync(ScenarioCluster cluster) =>
        [.. (await ListAsync(cluster, "external-secrets.io/v1", "ExternalSecret")).Select(tree => new ExternalSecret(tree))];

    private static async Task<IReadOnlyList<string>> SecretsAsync(ScenarioCluster cluster) =>
    [
        .. (await ListAsync(cluster, "v1", "Secret")).Select(tree => new ObjectHead(tree))
            .Select(head => $"{head.Namespace}/{head.Name} {head.Uid} {head.ResourceVersion}").Order(StringComparer.Ordinal),
    ];

    private static async Task<IEnumerable<MapValue>> ListAsync(ScenarioCluster cluster, string version, string kind) =>
        (await cluster.Objects.ListAsync(await cluster.Objects.ResourceAsync(new(version, kind, "", "x"), Ct), "", ListOptions.All, Ct))
        .Items.Select(item => item.AsMap!);
}
