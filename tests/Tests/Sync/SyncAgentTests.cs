using System.Collections.Concurrent;
using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sharding;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Sync;

/// <summary>What can be seen of an agent, on a server that holds one store and refuses all but lists.</summary>
public sealed class SyncAgentTests : IDisposable
{
    private readonly ScriptedApi _api = new(Answer);
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly RecordedLog _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task A_store_is_shown_and_counted_once_though_two_controllers_look_after_it()
    {
        var (text, objects) = ("", new List<ObjectState>());
        await RunAsync(agent =>
        {
            var metrics = new MetricsText();
            agent.State!.Write(metrics);
            text = Encoding.UTF8.GetString([.. metrics.ToParts().SelectMany(part => part.ToArray())]);
            objects = [.. agent.State.Objects];
        });

        Assert.Equal([("SecretStore", "team", "store")], objects.Select(one => (one.Kind, one.Namespace, one.Name)));
        var series = text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]);
        Assert.Empty(series.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Contains("secretskit_watched_objects{kind=\"SecretStore\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_any_controller_is_logged_with_its_object()
    {
        await RunAsync(_ => { });
        var line = Assert.Single(_log.Lines.Distinct(), line => line.StartsWith("reconciliation failed", StringComparison.Ordinal));
        Assert.StartsWith("reconciliation failed controller=secretstore namespace=team name=store error=", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_defect_that_one_object_brings_out_ends_neither_the_work_on_others_nor_the_agent()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var seen = new TaskCompletionSource();
        var cache = new ObjectCache(new("external-secrets.io", "v1", "ExternalSecret", "externalsecrets"), "", mayBeMissing: false);
        var controller = new KindController("externalsecret", cache, (key, _, _) =>
        {
            if (key.Name == "bad")
            {
                throw new InvalidOperationException("canary");
            }

            seen.TrySetResult();
            return Task.FromResult(Requeue.None);
        });
        var metrics = new ControllerMetrics("externalsecret", 1, TimeProvider.System);
        var queue = controller.Open(metrics, Shard.Whole, _log, TimeProvider.System);
        queue.Add(new("team", "bad"));
        queue.Add(new("team", "good"));
        var running = queue.RunAsync(1, static () => TimeSpan.Zero, end.Token);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(running.IsCompleted);
        await end.CancelAsync();
        await running;
        var line = Assert.Single(_log.Lines, line => line.StartsWith("reconciliation met a defect", StringComparison.Ordinal));
        Assert.Contains("namespace=team name=bad fault=System.InvalidOperationException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        var text = new MetricsText();
        ControllerMetrics.WriteAll(text, [metrics]);
        Assert.Contains(
            "controller_runtime_reconcile_panics_total{controller=\"externalsecret\"} 1\n",
            Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]), StringComparison.Ordinal);
    }

    // Until the first look at the store failed.
    private async Task RunAsync(Action<SyncAgent> look)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var agent = new SyncAgent(
            _api.Objects(), new(new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System),
            new(), _log);
        var running = agent.RunAsync(end.Token);
        for (var tries = 0; !_log.Lines.Any(line => line.StartsWith("reconciliation failed", StringComparison.Ordinal)); tries++)
        {
            Assert.True(tries < 1000 && !running.IsCompleted, string.Join('\n', _log.Lines));
            await Task.Delay(20, Ct);
        }

        look(agent);
        await end.CancelAsync();
        await running;
    }

    private static ServedAnswer Answer(ServedRequest request) => request switch
    {
        { Method: "GET" } when request.Target.Contains("watch=true", StringComparison.Ordinal) => ServedAnswer.Silence,
        { Method: "GET" } when request.Target.Contains("/secretstores?limit=", StringComparison.Ordinal) => ServedAnswer.Kept("""
            {"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"namespace":"team","name":"store","uid":"1","resourceVersion":"5"},
             "spec":{"provider":{"fake":{"data":[{"key":"a","value":"canary"}]}}}}]}
            """),
        { Method: "GET" } when request.Target.Contains("?limit=", StringComparison.Ordinal)
            || request.Target.Contains("&limit=", StringComparison.Ordinal) =>
            ServedAnswer.Kept("""{"metadata":{"resourceVersion":"9"},"items":[]}"""),
        _ => ScriptedApi.Refusal(403, "Forbidden", "no"),
    };

    private sealed class RecordedLog : IAgentLog
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public bool IsOn(LogLevel level) => true;

        public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields) =>
            _lines.Enqueue(string.Join(' ', (string[])[message, .. fields.ToArray().Select(field => $"{field.Name}={field.Value}")]));
    }
}
