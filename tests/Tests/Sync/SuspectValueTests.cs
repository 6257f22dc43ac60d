using SecretsKit.Sync.Planning;

namespace SecretsKit.Tests.Sync;

/// <summary>Values that are written as the reference writes them, although they are probably not what was meant (quirk Q12).</summary>
public sealed class SuspectValueTests
{
    private const string Store = """
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: store, namespace: team, uid: s, generation: 1}
        spec:
          provider:
            fake:
              data:
              - {key: word, value: password}
              - {key: number, value: "1234"}
              - {key: sentence, value: plain text}
              - {key: encoded, value: Y2FuYXJ5}
              - {key: map, value: '{"word":"password","encoded":"Y2FuYXJ5"}'}
              - {key: nothing, value: "null"}
              - {key: braces, value: ' { } '}
        status: {conditions: [{type: Ready, status: "True"}]}
        """;

    [Theory]
    [InlineData("word", "Auto", true)]
    [InlineData("number", "Auto", true)]
    [InlineData("sentence", "Auto", false)]
    [InlineData("encoded", "Auto", false)]
    [InlineData("encoded", "Base64", false)]
    [InlineData("word", "Base64", false)]
    [InlineData("word", "None", false)]
    public async Task A_word_that_Auto_decodes_is_named(string key, string strategy, bool isSuspect)
    {
        var plan = await PlanAsync($"data: [{{secretKey: k, remoteRef: {{key: {key}, decodingStrategy: {strategy}}}}}]");
        Assert.Equal(TargetAction.Create, plan.Action);
        Assert.Null(plan.Done.Failure);
        Assert.Equal(isSuspect, plan.Suspects.Count > 0);
        Assert.All(plan.Suspects, text => Assert.StartsWith("key k of spec.data[0]: ", text, StringComparison.Ordinal));
        Assert.All(plan.Suspects, text => Assert.DoesNotContain("password", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_is_a_member_of_a_map()
    {
        var plan = await PlanAsync("dataFrom: [{extract: {key: map, decodingStrategy: Auto}}]");
        Assert.StartsWith("key word of spec.dataFrom[0]: ", Assert.Single(plan.Suspects), StringComparison.Ordinal);
        Assert.Equal("canary", SyncBench.TextOf(plan, "encoded"));
    }

    [Theory]
    [InlineData("{{ .k | b64dec }}", true)]
    [InlineData("{{ .k | b32dec }}", true)]
    [InlineData("x={{ .k | hexdec }}", true)]
    [InlineData("{{ .k | b64enc }}", false)]
    [InlineData("{{ .e | b64dec }}", false)]
    public async Task A_failure_that_a_template_stores_is_named(string template, bool isSuspect)
    {
        var plan = await PlanAsync("data: [{secretKey: k, remoteRef: {key: sentence}}, {secretKey: e, remoteRef: {key: encoded}}]\n"
            + $"target: {{template: {{data: {{x: '{template}'}}}}}}");
        Assert.Null(plan.Done.Failure);
        Assert.Equal(isSuspect, plan.Suspects.Count > 0);
        Assert.All(plan.Suspects, text => Assert.StartsWith("key x: ", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("braces", true)]
    [InlineData("word", false)]
    public async Task A_map_may_be_null_and_is_empty_then(string key, bool isMap)
    {
        var plan = await PlanAsync($"dataFrom: [{{extract: {{key: {key}}}}}]");
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal(
            isMap ? "secret retained due to DeletionPolicy=Retain" : "could not get secret data from provider",
            plan.Done.Status!.Ready!.Message);
    }

    [Fact]
    public async Task So_may_one_that_is_merged()
    {
        var plan = await PlanAsync("dataFrom: [{find: {name: {regexp: '^(nothing|map)$'}}, rewrite: [{merge: {}}]}]");
        Assert.Equal("password", SyncBench.TextOf(plan, "word"));
    }

    private static async Task<SyncPlan> PlanAsync(string spec)
    {
        using var bench = new SyncBench(Store);
        return await bench.PlanAsync(SyncBench.Mapping($"secretStoreRef: {{name: store}}\n{spec}"));
    }
}
