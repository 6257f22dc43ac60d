using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Pushing;

namespace SecretsKit.Tests.Sync;

/// <summary>A PushSecret reaches neither sources nor stores of another namespace.</summary>
public sealed class PushReferenceTests
{
    private const string Foreign = """
        apiVersion: v1
        kind: Secret
        metadata: {name: foreign, namespace: other, labels: {all: "1"}}
        stringData: {token: canary-foreign}
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Fake
        metadata: {name: foreign, namespace: other}
        spec: {data: {a: canary-foreign}}
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: foreign, namespace: other, uid: f, generation: 1, labels: {all: "1"}}
        spec: {provider: {fake: {data: [{key: k, value: v}]}}}
        ---
        apiVersion: external-secrets.io/v1
        kind: ClusterSecretStore
        metadata: {name: wide, uid: w, generation: 1, labels: {all: "1"}}
        spec: {conditions: [{namespaces: [other]}], provider: {fake: {data: [{key: k, value: v}]}}}
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: store, namespace: team, uid: s, generation: 1}
        spec: {provider: {fake: {data: [{key: k, value: v}]}}}
        """;

    private const string Own = "selector: {secret: {name: src}}";
    private const string Rows = "data: [{match: {secretKey: other, remoteRef: {remoteKey: r}}}]";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a store of another namespace", "secretStoreRefs: [{name: foreign}]\n" + Own)]
    [InlineData("a store with a namespace field", "secretStoreRefs: [{name: foreign, namespace: other}]\n" + Own)]
    [InlineData("stores of another namespace by labels", "secretStoreRefs: [{labelSelector: {matchLabels: {all: '1'}}}]\n" + Own)]
    [InlineData("a cluster store for other namespaces", "secretStoreRefs: [{name: wide, kind: ClusterSecretStore}]\n" + Own)]
    [InlineData("a cluster store by labels",
        "secretStoreRefs: [{kind: ClusterSecretStore, labelSelector: {matchLabels: {all: '1'}}}]\n" + Own)]
    [InlineData("a Secret of another namespace",
        "secretStoreRefs: [{name: store}]\nselector: {secret: {name: foreign, namespace: other}}")]
    [InlineData("Secrets of another namespace by labels",
        "secretStoreRefs: [{name: store}]\nselector: {secret: {selector: {matchLabels: {all: '1'}}}}")]
    [InlineData("a generator of another namespace",
        "secretStoreRefs: [{name: store}]\nselector: {generatorRef: {kind: Fake, name: foreign, namespace: other}}")]
    [InlineData("a template of another namespace",
        "secretStoreRefs: [{name: store}]\n" + Own
        + "\ntemplate: {templateFrom: [{secret: {name: foreign, items: [{key: token}]}}]}")]
    public async Task Is_denied(string attempt, string spec)
    {
        Assert.NotEmpty(attempt);
        await using var bench = new PushBench($"{Foreign}\n---\n{PushBench.Source}");
        var plan = await bench.PlanAsync(PushBench.Push($"{spec}\n{Rows}"));
        var written = await bench.Run.WriteAsync(plan, PushBench.Push($"{spec}\n{Rows}"), Ct);
        Assert.True(plan.Action != PushAction.Push || written.Problem.Length > 0 || plan.Steps.Count == 0, "something was written");
        foreach (var store in (string[])["foreign", "store"])
        {
            Assert.Empty(written.Rows.Of($"SecretStore/{store}"));
        }

        Assert.DoesNotContain("canary", plan.Problem + written.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_names_only_stores_of_the_namespace()
    {
        await using var bench = new PushBench($"{Foreign}\n---\n{PushBench.Source}");
        var push = new PushSecret(PushBench.Push($"secretStoreRefs: []\n{Own}").Tree.Copy().With(
            "status", SyncBench.Yaml("syncedPushSecrets: {SecretStore/foreign: {k: {match: {remoteRef: {remoteKey: k}}}}}")[0]));
        var progress = await bench.Run.DeleteAsync(push, new(), Ct);
        Assert.StartsWith("could not get secrets client for store SecretStore/foreign", progress.Problem, StringComparison.Ordinal);
    }
}
