using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Stores;

namespace SecretsKit.Tests.Sync;

/// <summary>A namespace cannot reach what is another's, whatever a mapping or store refers to.</summary>
public sealed class NamespaceReferenceTests
{
    private const string Foreign = """
        apiVersion: v1
        kind: Secret
        metadata: {name: foreign, namespace: other}
        stringData: {token: canary-foreign, tpl: canary-foreign}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: foreign, namespace: other}
        data: {tpl: canary-foreign}
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Fake
        metadata: {name: foreign, namespace: other}
        spec: {data: {a: canary-foreign}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: team, labels: {env: dev}}
        """;

    public static IEnumerable<TheoryDataRow<string, string, string>> Attempts =>
    [
        new("a store of another namespace", SyncBench.Store("foreign", "other"), Row("{name: foreign}")),
        new("a store by a name with a slash", SyncBench.Store("foreign", "other"), Row("{name: other/foreign}")),
        new("a store with a namespace field", SyncBench.Store("foreign", "other"), Row("{name: foreign, namespace: other}")),
        new("a store of a row", SyncBench.Store("foreign", "other"),
            "data: [{secretKey: a, remoteRef: {key: a}, sourceRef: {storeRef: {name: foreign, namespace: other}}}]"),
        new("a cluster store for other namespaces", ClusterStore("{namespaces: [other]}"), Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store for other labels", ClusterStore("{namespaceSelector: {matchLabels: {env: prod}}}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store by a pattern", ClusterStore("{namespaceRegexes: ['^oth']}"), Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store with a broken pattern", ClusterStore("{namespaceRegexes: ['(']}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a Secret of a store's credentials", Vault("{name: foreign, namespace: other, key: token}"), Row("{name: vault}")),
        new("a Secret of a store's credentials without a namespace", Vault("{name: foreign, key: token}"), Row("{name: vault}")),
        new("a template of another namespace's Secret", SyncBench.Store(),
            Template("secret: {name: foreign, namespace: other, items: [{key: tpl}]}")),
        new("a template of another namespace's ConfigMap", SyncBench.Store(), Template("configMap: {name: foreign, items: [{key: tpl}]}")),
        new("a generator of another namespace", SyncBench.Store(),
            "dataFrom: [{sourceRef: {generatorRef: {kind: Fake, name: foreign, namespace: other}}}]"),
        new("a generator of another group", SyncBench.Store(),
            "dataFrom: [{sourceRef: {generatorRef: {apiVersion: v1, kind: Secret, name: foreign}}}]"),
    ];

    [Theory, MemberData(nameof(Attempts))]
    public async Task Is_denied(string attempt, string store, string spec)
    {
        Assert.NotEmpty(attempt);
        using var bench = new SyncBench($"{Foreign}\n---\n{store}");
        var plan = await bench.PlanAsync(SyncBench.Mapping(spec));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Null(plan.Wanted);
        Assert.Contains(plan.Done.Failure!.Fault, (SyncFault[])[SyncFault.ProviderData, SyncFault.Target]);
        Assert.DoesNotContain("canary", plan.Done.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_references_are_allowed_where_they_belong()
    {
        using var bench = new SyncBench($"{Foreign}\n---\n{ClusterStore("{namespaceSelector: {matchLabels: {env: dev}}}")}");
        Assert.Equal(
            TargetAction.Create, (await bench.PlanAsync(SyncBench.Mapping(Row("{name: wide, kind: ClusterSecretStore}")))).Action);
    }

    [Fact]
    public async Task A_target_is_always_in_the_namespace_of_its_mapping()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping(
            Row("{name: store}") + "\ntarget: {name: x, namespace: other, template: {metadata: {namespace: other, name: y}}}"));
        Assert.Equal("team", new SecretsKit.Sync.Manifests.ObjectHead(plan.Wanted!).Namespace);
        Assert.Equal("x", new SecretsKit.Sync.Manifests.ObjectHead(plan.Wanted!).Name);
    }

    [Fact]
    public async Task Stores_of_the_whole_cluster_can_be_switched_off()
    {
        using var bench = new SyncBench(ClusterStore("{namespaces: [team]}"), new StoreRules(ServesClusterStores: false));
        var plan = await bench.PlanAsync(SyncBench.Mapping(Row("{name: wide, kind: ClusterSecretStore}")));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal(0, bench.Reads.Sent);
    }

    private static string Row(string store) => $"secretStoreRef: {store}\ndata: [{{secretKey: a, remoteRef: {{key: a}}}}]";

    private static string Template(string from) => $"{Row("{name: store}")}\ntarget: {{template: {{templateFrom: [{{{from}}}]}}}}";

    private static string ClusterStore(string condition) => SyncBench.Store("wide", "", $"conditions: [{condition}]")
        .Replace("kind: SecretStore", "kind: ClusterSecretStore", StringComparison.Ordinal);

    private static string Vault(string selector) => $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: vault, namespace: team, uid: v, generation: 1}
        spec: {provider: {vault: {server: "http://127.0.0.1:9", auth: {tokenSecretRef: {{selector}} } } } }
        status: {conditions: [{type: Ready, status: "True"}]}
        """;
}
