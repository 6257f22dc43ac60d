using SecretsKit.Sync.Planning;

namespace SecretsKit.Tests.Sync;

/// <summary>Which store and source a row has (spec external-secrets.md 1.3, 1.4), also in manifests that no webhook has seen.</summary>
public sealed class SourceTests
{
    private static readonly string Stores = $"{SyncBench.Store()}\n---\n{Other}";

    private const string Other = """
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: other, namespace: team, uid: o, generation: 1}
        spec: {provider: {fake: {data: [{key: a, value: other-a}, {key: "x/y", value: "1"}, {key: "x y", value: "2"}]}}}
        status: {conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Fake
        metadata: {name: made, namespace: team}
        spec: {data: {a: made-a}}
        """;

    [Theory]
    [InlineData("data: [{secretKey: k, remoteRef: {key: a}}]", "k", "canary-a")]
    [InlineData("data: [{secretKey: k, remoteRef: {key: a}, sourceRef: {storeRef: {name: other}}}]", "k", "other-a")]
    [InlineData("dataFrom: [{find: {name: {regexp: ^a$}}, sourceRef: {storeRef: {name: other}}}]", "a", "other-a")]
    [InlineData("dataFrom: [{sourceRef: {generatorRef: {kind: Fake, name: made}}}]", "a", "made-a")]
    [InlineData("dataFrom: [{find: {name: {regexp: ^a$}}, sourceRef: {generatorRef: {kind: Fake, name: made}}}]", "a", "canary-a")]
    [InlineData("dataFrom: [{find: {name: {regexp: ^a$}}, extract: {key: map}}]", "a", "canary-a")]
    [InlineData("dataFrom: [{extract: {key: map}}, {sourceRef: {generatorRef: {kind: Fake, name: made}}}]", "x", "1")]
    public async Task The_first_that_counts_is_read(string rows, string key, string value)
    {
        using var bench = new SyncBench(Stores);
        var plan = await bench.PlanAsync(SyncBench.Mapping($"secretStoreRef: {{name: store}}\n{rows}"));
        Assert.Null(plan.Done.Failure);
        Assert.Equal(value, SyncBench.TextOf(plan, key));
    }

    [Theory]
    [InlineData("dataFrom: [{}]")]
    [InlineData("dataFrom: [{rewrite: [{merge: {priority: [x]}}]}]")]
    [InlineData("dataFrom: [{sourceRef: {storeRef: {name: missing}}}]")]
    public async Task A_row_without_a_source_reads_nothing(string rows)
    {
        using var bench = new SyncBench(Stores);
        var plan = await bench.PlanAsync(SyncBench.Mapping($"secretStoreRef: {{name: store}}\n{rows}"));
        Assert.Equal("secret retained due to DeletionPolicy=Retain", plan.Done.Status!.Ready!.Message);
        Assert.Equal(0, bench.Reads.Sent);
    }

    [Theory]
    [InlineData("data: [{secretKey: k, remoteRef: {key: a}, sourceRef: {generatorRef: {kind: Fake, name: made}}}]",
        "error processing spec.data[0] (key: a), err: could not get SecretStore \"\"")]
    [InlineData("dataFrom: [{find: {name: {regexp: '^x'}}, sourceRef: {storeRef: {name: other}}}]",
        "error processing spec.dataFrom[0].find, err: error getting all secrets: secret name collision during conversion: x_y")]
    [InlineData("dataFrom: [{find: {name: {regexp: '^x'}}, sourceRef: {storeRef: {name: missing}}}]",
        "error processing spec.dataFrom[0].find, err: could not get SecretStore \"missing\"")]
    public async Task A_failure_has_the_words_of_the_reference(string rows, string words)
    {
        using var bench = new SyncBench(Stores);
        var plan = await bench.PlanAsync(SyncBench.Mapping($"secretStoreRef: {{name: store}}\n{rows}"));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.StartsWith(words, plan.Done.Failure!.Message, StringComparison.Ordinal);
    }
}
