using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Stores;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>A provider that is away, refuses, or answers nonsense changes nothing in the cluster, whatever the policy is.</summary>
public sealed class NothingIsDeletedTests : IDisposable
{
    private readonly HttpServer _server;
    private readonly SyncBench _bench;
    private ServedAnswer _answer = ServedAnswer.Found("""{"data":{"a":"canary-good"}}""");

    public NothingIsDeletedTests()
    {
        _server = new(_ => _answer);
        _bench = new(
            $$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: store, namespace: team, uid: s, generation: 1}
            spec:
              provider:
                webhook: {url: "{{_server.Url}}/x", timeout: 5s, result: {jsonPath: "$.data"} }
            status: {conditions: [{type: Ready, status: "True"}]}
            """,
            new StoreRules { AllowsLocalAddresses = true });
    }

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var policy in (string[])["Retain", "Delete", "Merge"])
            {
                foreach (var row in (string[])
                    ["data: [{secretKey: a, remoteRef: {key: x, property: a}}]", "dataFrom: [{extract: {key: x}}]"])
                {
                    foreach (var answer in Answers.Keys)
                    {
                        rows.Add(policy, row, answer);
                    }
                }
            }

            return rows;
        }
    }

    private static Dictionary<string, ServedAnswer> Answers { get; } = new()
    {
        ["400"] = ServedAnswer.Status("400 Bad Request"),
        ["401"] = ServedAnswer.Status("401 Unauthorized"),
        ["403"] = ServedAnswer.Status("403 Forbidden"),
        ["429"] = ServedAnswer.Status("429 Too Many Requests", "Retry-After: 1\r\n"),
        ["500"] = ServedAnswer.Status("500 Internal Server Error"),
        ["503 sealed"] = ServedAnswer.Status("503 Service Unavailable"),
        ["a page"] = ServedAnswer.Found("<html><body>sign in</body></html>"),
        ["nothing"] = ServedAnswer.Found(""),
        ["half of it"] = ServedAnswer.Found("""{"data":{"a":"""),
        ["another shape"] = ServedAnswer.Found("""{"errors":["x"]}"""),
        ["a list"] = ServedAnswer.Found("[]"),
        ["no HTTP"] = ServedAnswer.Raw("SSH-2.0-OpenSSH\r\n"),
        ["a broken connection"] = ServedAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
    };

    public void Dispose()
    {
        _bench.Dispose();
        _server.Dispose();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_is_deleted_and_the_condition_says_why(string policy, string row, string answer)
    {
        var mapping = SyncBench.Mapping($$"""
            refreshInterval: 1h
            secretStoreRef: {name: store}
            target: {deletionPolicy: {{policy}}}
            {{row}}
            """);
        var first = await PlanAsync(mapping, null);
        Assert.Equal(TargetAction.Create, first.Action);
        _bench.Clock.Advance(TimeSpan.FromHours(2));
        _answer = Answers[answer];

        var plan = await PlanAsync(SyncBench.After(mapping, first), SyncBench.Kept(first));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.False(plan.DeletesOrphans);
        Assert.Equal(("False", "SecretSyncedError"), (plan.Done.Status!.Ready!.Status, plan.Done.Status.Ready.Reason));
        Assert.DoesNotContain(plan.Done.Events, what => what.Message.Contains("canary", StringComparison.Ordinal));
    }

    // Repeats wait for the clock, which is moved meanwhile.
    private async Task<SyncPlan> PlanAsync(ExternalSecret mapping, MapValue? existing)
    {
        var planning = _bench.PlanAsync(mapping, existing);
        while (!planning.IsCompleted)
        {
            await Task.WhenAny(planning, Task.Delay(5, TestContext.Current.CancellationToken));
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        return await planning;
    }
}
