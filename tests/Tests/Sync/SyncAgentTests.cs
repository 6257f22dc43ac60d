using System.Collections.Concurrent;
using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;
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
