using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Goldens.Docs;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;

namespace SecretsKit.Integration.Sync;

/// <summary>
/// An agent that writes nothing, on the real API server: what another agent made and others changed afterwards is named, and not touched.
/// </summary>
public sealed class ShadowTests : IDisposable
{
    private readonly AgentNamespace _namespace = new();
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _cluster.Dispose();
        _namespace.Dispose();
    }

    [Fact]
    public async Task Differences_are_named_and_nothing_is_written()
    {
        await SyncByAnotherAsync("same", "data", "status", "gone");
        await PatchAsync("Secret", "data", new MapValue().With("data", new MapValue().With("password", "eA==").With("foreign", "eA==")));
        await PatchAsync("Secret", "same", new MapValue().With(
            "metadata", new MapValue().With("labels", new MapValue().With("of-others", "x"))));
        await _namespace.Objects.DeleteAsync(new("v1", "Secret", _namespace.Name, "gone"), DeleteOptions.Default, Ct);
        await WriteStatusAsync("status", status => status.Children("conditions")[0].With("message", "said otherwise"));
        var before = await VersionsAsync();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var agent = Agent(isShadow: true);
        var running = agent.RunAsync(end.Token);
        await UntilAsync(() => StateOf(agent, "data")?.Result == "pending");

        // A value counts once the other has refreshed after it was seen, and put it right or not.
        await Task.Delay(TimeSpan.FromSeconds(1), Ct);
        await WriteStatusAsync("data", status => status.With("refreshTime", Timestamps.Write(DateTimeOffset.UtcNow)));
        await UntilAsync(() => StateOf(agent, "data")?.Result == "differs" && StateOf(agent, "status")?.Result == "differs"
            && StateOf(agent, "gone")?.Result == "differs");
        Assert.Equal("same", StateOf(agent, "same")!.Result);
        Assert.Equal(
            ["secret data.foreign is there: it would be missing", "secret data.password differs"], Lines(StateOf(agent, "data")!));
        Assert.Equal(
            ["status conditions.Ready is True SecretSynced (\"said otherwise\"): it would be True SecretSynced (\"secret synced\")"],
            Lines(StateOf(agent, "status")!));
        Assert.Equal(["secret  is missing: it would be made"], Lines(StateOf(agent, "gone")!));

        var text = new MetricsText();
        agent.State!.Write(text);
        var metrics = string.Concat(text.ToParts().Select(part => System.Text.Encoding.UTF8.GetString(part.Span)));
        Assert.Contains("secretskit_shadow_mappings{result=\"same\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("secretskit_shadow_mappings{result=\"differs\"} 3\n", metrics, StringComparison.Ordinal);
        Assert.Contains(
            $"secretskit_shadow_differences{{name=\"data\",namespace=\"{_namespace.Name}\",part=\"secret\"}} 2\n", metrics,
            StringComparison.Ordinal);
        Assert.DoesNotContain("canary", metrics, StringComparison.Ordinal);
        await end.CancelAsync();
        await running;

        Assert.All(_requests, method => Assert.Equal("GET", method));
        var after = await VersionsAsync();
        Assert.Equal(before.Where(row => !row.Contains("ExternalSecret/data", StringComparison.Ordinal)),
            after.Where(row => !row.Contains("ExternalSecret/data", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_program_shows_differences_on_its_page_and_holds_no_lease()
    {
        await SyncByAnotherAsync("es");
        await PatchAsync("Secret", "es", new MapValue().With("type", "Opaque").With("data", new MapValue().With("password", Value.Nil)));
        await using (var refused = new AgentProcess([.. _namespace.Scope, "--shadow", "--enable-leader-election"]))
        {
            Assert.NotEqual(0, await refused.WaitAsync(Ct));
        }

        await using var agent = new AgentProcess([.. _namespace.Scope, "--shadow"]);
        var page = "";
        await UntilAsync(async () =>
        {
            (_, page) = await agent.GetAsync("status", "/", Ct);
            return page.Contains("es<td data-of=\"Result\">pending<td", StringComparison.Ordinal);
        });
        Assert.Contains("Shadow mode: nothing is written", page, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-value", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_compares_a_cluster_with_what_it_would_make()
    {
        await SyncByAnotherAsync("one", "two");
        using var program = new Pipelines.ProgramRun();
        string[] words = ["sync", "compare", "-n", _namespace.Name, "--controller-class", AgentNamespace.Class];
        var same = await program.RunAsync(words);
        Assert.Equal(
            (0, $"{_namespace.Name}/one: same\n{_namespace.Name}/two: same\n", "2 the same, 0 differ, 0 not compared\n"),
            (same.Exit, same.Output, same.Error));
        await PatchAsync("Secret", "two", new MapValue().With("data", new MapValue().With("password", "eA==")));
        var before = await VersionsAsync();
        var differs = await program.RunAsync(words);
        Assert.Equal(1, differs.Exit);
        Assert.Contains($"{_namespace.Name}/two: differs\n  secret data.password differs\n", differs.Output, StringComparison.Ordinal);
        var json = await program.RunAsync([.. words, "two", "-o", "json"]);
        Assert.Equal(
            $$"""{"namespace":"{{_namespace.Name}}","name":"two","result":"differs","differences":["""
            + """{"part":"secret","field":"data.password","problem":"differs"}]}""" + "\n",
            json.Output);
        JsonShape.CheckLines("sync compare", json.Output);
        Assert.DoesNotContain("canary", differs.Output + differs.Error + json.Output, StringComparison.Ordinal);
        var foreign = await program.RunAsync("sync", "compare", "-n", _namespace.Name, "one");
        Assert.Equal(
            (0, $"{_namespace.Name}/one: not compared: its store is of another controller class\n"), (foreign.Exit, foreign.Output));
        var missing = await program.RunAsync([.. words, "three"]);
        Assert.Equal(1, missing.Exit);
        Assert.Contains("has no ExternalSecret three", missing.Error, StringComparison.Ordinal);
        Assert.Equal(before, await VersionsAsync());
    }

    private static string[] Lines(ShadowState state) => [.. state.Differences.Select(one => $"{one.Part} {one.Field} {one.Problem}")];

    private static ShadowState? StateOf(SyncAgent agent, string name) => agent.State?.Shadows?.FirstOrDefault(one => one.Name == name);

    private async Task SyncByAnotherAsync(params string[] names)
    {
        await _namespace.CreateAsync(Ct);
        foreach (var name in names)
        {
            await _namespace.MapAsync(name, "1h", Ct);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Agent(isShadow: false).RunAsync(end.Token);
        foreach (var name in names)
        {
            await UntilAsync(async () => SyncStatus.Read((await _namespace.FindAsync("ExternalSecret", name, Ct)).Child("status")).IsReady);
        }

        await end.CancelAsync();
        await running;
        _requests.Clear();
    }

    private SyncAgent Agent(bool isShadow)
    {
        var other = _cluster.As();
        var client = new ApiClient(other.Access, new SecretsKit.Platform.Http.HttpTransport(_connections, KernelRandom.Fill))
        {
            Answered = (method, _) => _requests.Enqueue(method.Method),
        };
        var host = new SecretsKit.Providers.ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        return new(
            new(client, new ServerResources(client, cache: null)), host,
            new()
            {
                Namespace = _namespace.Name,
                HasClusterKinds = false,
                IsShadow = isShadow,
                Stores = new(AgentNamespace.Class, ServesClusterStores: false),
            },
            new SilentLog());
    }

    private async Task PatchAsync(string kind, string name, MapValue patch) =>
        await _namespace.Objects.PatchAsync(new("v1", kind, _namespace.Name, name), ObjectPatch.JsonMerge(patch), new(), Ct);

    private async Task WriteStatusAsync(string name, Action<MapValue> change)
    {
        var tree = await _namespace.FindAsync("ExternalSecret", name, Ct);
        var status = tree.Child("status")!.Copy();
        change(status);
        await new StatusWriter(_namespace.Objects).WriteAsync(tree, status, Ct);
    }

    // What the namespace holds, in its state.
    private async Task<IReadOnlyList<string>> VersionsAsync()
    {
        var all = new List<string>();
        (string, string)[] kinds = [("external-secrets.io/v1", "ExternalSecret"), ("v1", "Secret"), ("v1", "Event")];
        foreach (var (version, kind) in kinds)
        {
            var resource = await _namespace.Objects.ResourceAsync(new(version, kind, _namespace.Name, "x"), Ct);
            all.AddRange((await _namespace.Objects.ListAsync(resource, _namespace.Name, ListOptions.All, Ct)).Items
                .Select(item => new ObjectHead(item.AsMap!)).Select(head => $"{kind}/{head.Name} {head.ResourceVersion}"));
        }

        return all;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 900, "it did not come to that");
            await Task.Delay(100, Ct);
        }
    }
}
