using SecretsKit.Core.Data;
using SecretsKit.Integration.Pipelines;
using SecretsKit.Integration.Releases;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Sync;

/// <summary><c>sync --output cluster</c> on a real API server: it writes what an agent would, once, and only what is its own.</summary>
public sealed class LocalSyncTests
{
    private const string Canary = "canary-5d1f77";

    private const string Store = $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: here}
        spec:
          provider:
            fake:
              data:
              - key: db
                value: '{"user":"orders","password":"{{Canary}}"}'

        """;

    private const string Mapping = """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: orders}
        spec:
          secretStoreRef: {name: here}
          target: {name: orders-db}
          dataFrom: [{extract: {key: db}}]

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Secret_is_made_once_and_repaired_when_somebody_changes_it()
    {
        await using var place = await ReleaseNamespace.CreateAsync();
        using var program = Made(Store, Mapping);
        var first = await SyncAsync(program, place);
        Assert.Equal((0, "", $"Secret {place.Name}/orders-db: created, 2 keys\n"), (first.Exit, first.Output, first.Error));
        var made = await FindAsync(place, "orders-db");
        Assert.Equal("externalsecrets.external-secrets.io/orders", made.Child("metadata")!.Children("managedFields")[0].Text("manager"));
        Assert.Equal("true", new ObjectHead(made).Labels["reconcile.external-secrets.io/managed"]);
        Assert.Equal($"Secret {place.Name}/orders-db: unchanged, 2 keys\n", (await SyncAsync(program, place)).Error);
        Assert.Equal(new ObjectHead(made).ResourceVersion, new ObjectHead(await FindAsync(place, "orders-db")).ResourceVersion);

        var patch = ObjectPatch.JsonMerge(new MapValue().With("data", new MapValue().With("user", "eA==").With("foreign", "eA==")));
        await place.Objects.PatchAsync(new("v1", "Secret", place.Name, "orders-db"), patch, WriteOptions.Default, Ct);
        var dry = await SyncAsync(program, place, "--dry-run", "--detailed-exitcode");
        Assert.Equal(2, dry.Exit);
        Assert.StartsWith(
            $"update Secret {place.Name}/orders-db\n  - data.foreign\n  ~ data.user  ***\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await SyncAsync(program, place)).Exit);
        var repaired = (await FindAsync(place, "orders-db")).Child("data")!;
        Assert.Equal(("b3JkZXJz", false), (repaired.Text("user"), repaired.Has("foreign")));
    }

    [Fact]
    public async Task A_Secret_that_is_there_keeps_the_keys_of_others_where_the_policy_merges()
    {
        await using var place = await ReleaseNamespace.CreateAsync();
        await place.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: orders-db, namespace: {{place.Name}} }
            data: {theirs: eA==}
            """);
        using var program = Made(Store, Targeting("{name: orders-db, creationPolicy: Merge}"));
        Assert.Equal(0, (await SyncAsync(program, place)).Exit);
        var merged = await FindAsync(place, "orders-db");
        Assert.Equal(["password", "theirs", "user"], merged.Child("data")!.SortedKeys.ToArray().Select(key => key.RevealText()));
        Assert.Equal("true", new ObjectHead(merged).Labels["reconcile.external-secrets.io/managed"]);
    }

    [Fact]
    public async Task Stores_and_templates_of_the_cluster_are_found_there()
    {
        await using var place = await ReleaseNamespace.CreateAsync();
        await place.ApplyAsync($$$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: texts, namespace: "{{{place.Name}}}"}
            data: {url: "postgres://{{ .user }}@db"}
            """);
        using var program = Made(
            Store, Targeting("{name: orders-db, template: {templateFrom: [{configMap: {name: texts, items: [{key: url}]}}]}}"));
        Assert.Equal(0, (await SyncAsync(program, place)).Exit);
        var url = Convert.FromBase64String((await FindAsync(place, "orders-db")).Child("data")!.Text("url"));
        Assert.Equal("postgres://orders@db", System.Text.Encoding.UTF8.GetString(url));
    }

    [Fact]
    public async Task A_mapping_that_the_cluster_has_owns_its_Secret()
    {
        using (var cluster = new ScenarioCluster())
        {
            await cluster.InstallAsync(Ct);
        }

        await using var place = await ReleaseNamespace.CreateAsync();
        await place.ApplyAsync(Mapping.Replace("{name: orders}", $"{{name: orders, namespace: {place.Name}}}", StringComparison.Ordinal));
        var uid = new ObjectHead((await place.Objects.FindAsync(
            new("external-secrets.io/v1", "ExternalSecret", place.Name, "orders"), Ct)).AsMap!).Uid;
        using var program = Made(Store, Mapping);
        Assert.Equal(0, (await SyncAsync(program, place)).Exit);
        Assert.Equal(uid, new ObjectHead(await FindAsync(place, "orders-db")).Owners.Single().Text("uid"));
        Assert.EndsWith("unchanged, 2 keys\n", (await SyncAsync(program, place)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_or_forbidden_is_named_and_nothing_is_lost()
    {
        await using var place = await ReleaseNamespace.CreateAsync();
        using var program = Made(Store, Mapping);
        var lost = await program.RunAsync("sync", "-f", "m", "-o", "cluster", "-n", "there-is-none");
        Assert.Equal(1, lost.Exit);
        Assert.Contains("there is no namespace there-is-none", lost.Error, StringComparison.Ordinal);
        var forbidden = await SyncAsync(program, place, "--kube-context", "nobody");
        Assert.Equal(1, forbidden.Exit);
        Assert.Contains("forbidden", forbidden.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await SyncAsync(program, place)).Exit);
        var before = new ObjectHead(await FindAsync(place, "orders-db")).ResourceVersion;
        program.Write("m/store.yaml", Store.Replace("key: db", "key: moved", StringComparison.Ordinal));
        var failed = await SyncAsync(program, place);
        Assert.Equal(1, failed.Exit);
        Assert.DoesNotContain(Canary, failed.Error + forbidden.Error + lost.Error, StringComparison.Ordinal);
        Assert.Equal(before, new ObjectHead(await FindAsync(place, "orders-db")).ResourceVersion);

        program.Variables["KUBECONFIG"] = program.Write("dead", """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:9"}}]
            contexts: [{name: c, context: {cluster: c}}]
            current-context: c
            """);
        var away = await SyncAsync(program, place);
        Assert.Equal(1, away.Exit);
        Assert.Contains("cluster unreachable", away.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Secret_of_another_controller_is_left_alone()
    {
        await using var place = await ReleaseNamespace.CreateAsync();
        await place.ApplyAsync($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: other, namespace: {place.Name}}}}}");
        var owner = new ObjectHead((await place.Objects.FindAsync(new("v1", "ConfigMap", place.Name, "other"), Ct)).AsMap!).Uid;
        await place.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata:
              name: orders-db
              namespace: {{place.Name}}
              ownerReferences:
              - {apiVersion: v1, kind: ConfigMap, name: other, uid: {{owner}}, controller: true}
            data: {theirs: eA==}
            """);
        using var program = Made(Store, Mapping);
        var result = await SyncAsync(program, place);
        Assert.Equal(1, result.Exit);
        Assert.Contains("already owned", result.Error, StringComparison.Ordinal);
        Assert.Equal("eA==", (await FindAsync(place, "orders-db")).Child("data")!.Text("theirs"));
    }

    [Fact]
    public async Task An_agent_syncs_a_mapping_when_it_is_asked_to()
    {
        using var cluster = new ScenarioCluster();
        await cluster.InstallAsync(Ct);
        await using var place = await ReleaseNamespace.CreateAsync();
        using var program = new ProgramRun();
        string[] words = ["sync", "now", "orders", "-n", place.Name];
        var missing = await program.RunAsync(words);
        Assert.Equal(1, missing.Exit);
        Assert.Contains("has no ExternalSecret orders", missing.Error, StringComparison.Ordinal);
        var head = $"{{name: here, namespace: {place.Name}}}";
        const string ours = "now-tests";
        await place.ApplyAsync(Store.Replace("{name: here}", head, StringComparison.Ordinal)
            .Replace("spec:", $"spec:\n  controller: {ours}", StringComparison.Ordinal));
        await place.ApplyAsync(Mapping.Replace("{name: orders}", $"{{name: orders, namespace: {place.Name}}}", StringComparison.Ordinal));
        var unserved = await program.RunAsync([.. words, "--timeout", "1s"]);
        Assert.Equal(1, unserved.Exit);
        Assert.Contains("it is not synced yet", unserved.Error, StringComparison.Ordinal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var agent = cluster.AgentWith([$"--controller-class={ours}"], place.Name).RunAsync(end.Token);
        while (await VersionAsync(place) is "")
        {
            await Task.Delay(200, Ct);
        }

        var first = await VersionAsync(place);
        var asked = await program.RunAsync(words);
        Assert.Equal((0, $"{place.Name}/orders: secret synced\n"), (asked.Exit, asked.Error));
        Assert.NotEqual(first, await VersionAsync(place));
        await end.CancelAsync();
        await agent;
    }

    [Fact]
    public async Task The_quickstart_writes_its_Secret_to_the_cluster_too()
    {
        using var program = new ProgramRun();
        var story = await program.RunAsync("quickstart", "demo", "--cluster");
        Assert.Equal((0, ""), (story.Exit, story.Error));
        Assert.Contains("Secret secretskit-quickstart/orders-database: ", story.Output, StringComparison.Ordinal);
        await using var place = await ReleaseNamespace.CreateAsync();
        var found = (await place.Objects.FindAsync(new("v1", "Secret", "secretskit-quickstart", "orders-database"), Ct)).AsMap!;
        Assert.Equal(["url"], found.Child("data")!.SortedKeys.ToArray().Select(key => key.RevealText()));
        var chapter = story.Output[story.Output.IndexOf("a mapping says", StringComparison.Ordinal)..];
        Assert.DoesNotContain("staple-under-the-lake", chapter, StringComparison.Ordinal);
        await place.Objects.DeleteAsync(new("v1", "Namespace", "", "secretskit-quickstart"), DeleteOptions.Default, Ct);
    }

    private static async Task<string> VersionAsync(ReleaseNamespace place) =>
        (await place.Objects.FindAsync(new("external-secrets.io/v1", "ExternalSecret", place.Name, "orders"), Ct)).AsMap!
            .Child("status")?.Text("syncedResourceVersion") ?? "";

    private static ProgramRun Made(params string[] manifests)
    {
        var program = new ProgramRun();
        program.Write("m/store.yaml", manifests[0]);
        program.Write("m/mappings.yaml", manifests[1]);
        return program;
    }

    private static string Targeting(string target) => Mapping.Replace("{name: orders-db}", target, StringComparison.Ordinal);

    private static Task<ProgramResult> SyncAsync(ProgramRun program, ReleaseNamespace place, params string[] words) =>
        program.RunAsync(["sync", "-f", "m", "-o", "cluster", "-n", place.Name, .. words]);

    private static async Task<MapValue> FindAsync(ReleaseNamespace place, string name) =>
        (await place.Objects.FindAsync(new("v1", "Secret", place.Name, name), Ct)).AsMap!;
}
