using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>What a collector gets of the agent's work on a real API server.</summary>
public sealed class AgentTraceTests : IDisposable
{
    private const ulong Failed = 2;
    private const ulong Client = 3;

    private readonly AgentNamespace _namespace = new();
    private readonly OtlpReceiver _receiver = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _receiver.Dispose();
        _namespace.Dispose();
    }

    [Fact]
    public async Task The_spans_of_a_sync_are_a_tree_without_values()
    {
        await _namespace.CreateAsync(Ct);
        await MapAsync("one", "store", "'{{ .password }}!'");
        await MapAsync("two", "store", "'{{ .password }}!'");
        await using var agent = Start("--loglevel=debug");
        await _namespace.WaitForSecretAsync("one", Ct, "canary-value-a!");
        await _namespace.WaitForSecretAsync("two", Ct, "canary-value-a!");
        await agent.Until(() => agent.Messages("event").Count(line => line.GetProperty("reason").GetString() == "Created") == 2, Ct);
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));

        var spans = _receiver.Spans;
        var sync = Made("one");
        Assert.Equal(("", 1UL, 0UL), (sync.Parent, sync.Kind, sync.Status));
        Assert.Equal(
            ("externalsecret", "ExternalSecret", _namespace.Name, "True", "SecretSynced", "First"),
            (sync["secretskit.controller"], sync["secretskit.kind"], sync["k8s.namespace.name"], sync["secretskit.ready"],
                sync["secretskit.reason"], sync["secretskit.refresh"]));
        var steps = Below(sync).Select(span => span.Name).ToList();
        Assert.Contains("read store", steps);
        Assert.Contains("render template", steps);
        Assert.Contains("POST /api/v1/namespaces/{namespace}/secrets", steps);
        Assert.Contains("PUT /apis/external-secrets.io/v1/namespaces/{namespace}/externalsecrets/{name}/status", steps);
        Assert.Contains(spans, span => span.Name == "validate store");

        // One of both asked the store; the other names its span.
        var reads = spans.Where(span => span.Name == "read store").ToList();
        var sent = Assert.Single(reads, read => read["secretskit.read"] == "sent");
        var shared = Assert.Single(reads, read => read["secretskit.read"] == "shared");
        Assert.Equal([sent.Id], shared.Links);
        Assert.Equal(("SecretStore", "store", "fake", "get"), (sent["secretskit.store.kind"], sent["secretskit.store.name"],
            sent["secretskit.provider"], sent["secretskit.operation"]));
        var call = Assert.Single(Below(sent));
        Assert.Equal(("call provider", Client, "GetSecret"), (call.Name, call.Kind, call["secretskit.call"]));
        Assert.Empty(Below(shared));

        // Each part is within what it is a part of, and no part is lost.
        Assert.All(spans.Where(span => span.Parent.Length > 0), span =>
        {
            var parent = Assert.Single(spans, one => one.Id == span.Parent);
            Assert.Equal(parent.Trace, span.Trace);
            Assert.InRange(span.Start, parent.Start, parent.End);
            Assert.True(span.End <= parent.End);
        });
        Assert.Equal(spans.Count, spans.Select(span => span.Id).Distinct().Count());
        Assert.DoesNotContain(spans, span => span.Attributes.Values.Append(span.Name).Any(text => text.Contains('?')));

        // Messages of a sync name it.
        var created = agent.Messages("event").First(
            line => line.GetProperty("name").GetString() == "one" && line.GetProperty("reason").GetString() == "Created");
        Assert.Equal(sync.Trace, created.GetProperty("trace_id").GetString());
        Assert.Equal(sync.Id, created.GetProperty("span_id").GetString());

        Assert.Equal("tests", _receiver.Resource["service.name"]);
        Assert.Equal("Bearer canary-header", _receiver.Authorization);
        Assert.DoesNotContain("canary", agent.Log, StringComparison.Ordinal);
        Assert.False(_receiver.Says("canary") || _receiver.Says(Convert.ToBase64String("canary-value-a!"u8)));

        ReceivedSpan Made(string name) => Assert.Single(
            spans, span => span["secretskit.name"] == name && span["secretskit.action"] == "Create");

        IEnumerable<ReceivedSpan> Below(ReceivedSpan span) => spans.Where(one => one.Parent == span.Id);
    }

    [Fact]
    public async Task A_store_that_fails_is_the_status_of_its_spans_in_the_words_of_conditions()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: token, namespace: {{_namespace.Name}}}
            stringData: {token: canary-token}
            """, Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: away, namespace: {{_namespace.Name}}}
            spec:
              controller: {{AgentNamespace.Class}}
              provider:
                vault: {server: 'http://127.0.0.1:1', path: secret, auth: {tokenSecretRef: {name: token, key: token} } }
            """, Ct);
        await MapAsync("es", "away", "x");
        await MapAsync("bad", "store", "'{{ fail .password }}'");
        await using var agent = Start("--enable-flood-gate=false");
        await agent.Until(() => Looks("es").Any(Is) && Looks("bad").Any(Is), Ct);
        await agent.Until(() => _receiver.Spans.Any(span => span.Name == "validate store" && span.Status == Failed), Ct);

        foreach (var name in (string[])["es", "bad"])
        {
            var ready = SyncStatus.Read((await _namespace.FindAsync("ExternalSecret", name, Ct)).Child("status")).Ready!;
            var look = Looks(name).First(Is);
            Assert.Equal((ready.Message, ready.Reason, "error"), (look.Message, look["secretskit.reason"], look["secretskit.result"]));
        }

        var read = _receiver.Spans.First(span => span.Name == "read store" && span.Status == Failed);
        Assert.Equal("HashiCorp/Vault", read["secretskit.provider"]);
        Assert.NotEqual("", read["error.type"]);
        Assert.Contains(_receiver.Spans, span => span.Parent == read.Id && span.Name == "call provider" && span.Status == Failed);
        Assert.Contains(_receiver.Spans, span => span.Name == "render template" && span.Status == Failed);
        Assert.Contains(
            _receiver.Spans, span => span.Name == "reconcile secretstore" && span["secretskit.reason"] == "InvalidProviderConfig");
        Assert.False(_receiver.Says("canary"));

        IEnumerable<ReceivedSpan> Looks(string name) =>
            _receiver.Spans.Where(span => span.Name == "reconcile externalsecret" && span["secretskit.name"] == name);

        static bool Is(ReceivedSpan span) => span.Status == Failed;
    }

    [Fact]
    public async Task Pushes_and_restarts_have_spans_too()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: source, namespace: {{_namespace.Name}}}
            stringData: {k: canary-pushed}
            """, Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1alpha1
            kind: PushSecret
            metadata: {name: push, namespace: {{_namespace.Name}}}
            spec:
              refreshInterval: 1h
              secretStoreRefs: [{name: store, kind: SecretStore}]
              selector: {secret: {name: source} }
              data: [{match: {secretKey: k, remoteRef: {remoteKey: pushed} } }]
            """, Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata:
              name: es
              namespace: {{_namespace.Name}}
              annotations: {secretskit.io/restart-workloads: "true"}
            spec:
              refreshInterval: 1h
              secretStoreRef: {name: store, kind: SecretStore}
              data: [{secretKey: password, remoteRef: {key: a} }]
            """, Ct);
        await using var agent = Start("--restart-workloads", "--restart-delay=100ms");
        await agent.Until(() => _receiver.Spans.Any(span => span.Name == "restart workloads")
            && _receiver.Spans.Any(span => span.Name == "reconcile pushsecret" && span["secretskit.ready"] == "True"), Ct);
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
        var spans = _receiver.Spans;
        var push = Assert.Single(spans, span => span.Name == "push");
        Assert.Equal(("store", "fake", "push"), (push["secretskit.store.name"], push["secretskit.provider"], push["secretskit.operation"]));
        Assert.Contains(spans, span => span.Id == push.Parent && span.Name == "reconcile pushsecret");
        Assert.Contains(spans, span => span.Parent == push.Id && span["secretskit.call"] == "PushSecret");
        var restart = Assert.Single(spans, span => span.Name == "restart workloads");
        Assert.Equal(("", _namespace.Name), (restart.Parent, restart["k8s.namespace.name"]));
        Assert.Contains(spans, span => span.Parent == restart.Id && span.Name == "GET /api/v1/namespaces/{namespace}/secrets/{name}");
        Assert.False(_receiver.Says("canary") || _receiver.Says(Convert.ToBase64String("canary-pushed"u8)));
    }

    [Theory]
    [InlineData(null, "failed")]
    [InlineData(CollectorMood.Failing, "failed")]
    [InlineData(CollectorMood.Hanging, "dropped")]
    [InlineData(CollectorMood.SomethingElse, "failed")]
    [InlineData(CollectorMood.Rejecting, "rejected")]
    public async Task A_collector_that_is_away_or_fails_costs_the_agent_nothing_but_spans(CollectorMood? mood, string result)
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1s", Ct);
        _receiver.Mood = mood ?? CollectorMood.Good;
        if (mood is null)
        {
            _receiver.Dispose();
        }

        await using var agent = Start([("OTEL_BSP_MAX_QUEUE_SIZE", "8"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "4")]);
        await _namespace.WaitForSecretAsync("es", Ct);
        var lost = $$"""secretskit_otlp_items_total{signal="traces",result="{{result}}"} """;
        var metrics = "";
        for (var tries = 0; tries < 300 && !(metrics.Contains(lost, StringComparison.Ordinal)
            && !metrics.Contains(lost + "0\n", StringComparison.Ordinal)); tries++)
        {
            await Task.Delay(100, Ct);
            (_, metrics) = await agent.GetAsync("metrics", "/metrics", Ct);
        }

        Assert.DoesNotContain(lost + "0\n", metrics, StringComparison.Ordinal);
        Assert.Equal((200, "ok\n"), await agent.GetAsync("probes", "/healthz", Ct));
        await agent.Until(() => Notes() == (mood == CollectorMood.Rejecting ? 0 : 1), Ct);

        // It works on, and ends as soon as ever.
        await _namespace.MapAsync("later", "1h", Ct);
        await _namespace.WaitForSecretAsync("later", Ct);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
        Assert.DoesNotContain("canary", agent.Log, StringComparison.Ordinal);
        Assert.InRange(Notes(), 0, 1);

        int Notes() => agent.Messages("the collector takes no telemetry").Count();
    }

    [Fact]
    public async Task A_collector_that_babbles_takes_spans_and_one_that_comes_back_is_said()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1s", Ct);
        _receiver.Mood = CollectorMood.Failing;
        await using var agent = Start();
        await agent.Until(() => agent.Messages("the collector takes no telemetry").Any(), Ct);
        _receiver.Mood = CollectorMood.Babbling;
        await agent.Until(() => agent.Messages("the collector takes telemetry again").Any(), Ct);
    }

    [Fact]
    public async Task Metrics_are_those_of_the_metrics_page()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1h", Ct);
        await using var agent = Start(
            [("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")],
            "--otlp-metrics");
        await _namespace.WaitForSecretAsync("es", Ct);
        await agent.Until(() => _receiver.Metrics.Any(one => one.Name == "externalsecret_status_condition"), Ct);
        var (_, text) = await agent.GetAsync("metrics", "/metrics", Ct);
        var types = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToDictionary(words => words[2], words => words[3]);
        await Task.Delay(1000, Ct);
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
        var sent = _receiver.Metrics;
        Assert.Empty(_receiver.Spans);

        // Metrics without series are not sent.
        Assert.All(sent.GroupBy(one => one.Name), metric => Assert.Equal(types[metric.Key], metric.First().Type));
        var shown = types.Keys.Where(name => text.Split('\n').Any(line =>
            line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)
            || line.StartsWith(name + "_count", StringComparison.Ordinal)));
        Assert.Equal([], shown.Except(sent.Select(one => one.Name)));
        var ready = sent.Last(one => one.Name == "externalsecret_status_condition" && one.Labels["status"] == "True");
        Assert.Equal(("es", _namespace.Name, 1d), (ready.Labels["name"], ready.Labels["namespace"], ready.Point.Double(4)));
        var times = sent.Last(
            one => one.Name == "controller_runtime_reconcile_time_seconds" && one.Labels["controller"] == "externalsecret").Point;
        Assert.True(times.Number(4) > 0);
        Assert.Equal(times.Number(4), (ulong)times.Packed(6).Sum(count => (long)count));
        Assert.Equal(times.Packed(7).Length + 1, times.Packed(6).Length);
        Assert.False(_receiver.Says("canary"));
    }

    [Fact]
    public async Task Nothing_is_traced_unless_it_is_asked_for()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1h", Ct);
        await using var agent = new AgentProcess([.. _namespace.Scope, "--loglevel=debug"]);
        await _namespace.WaitForSecretAsync("es", Ct);
        await agent.Until(() => agent.Messages("event").Any(), Ct);
        Assert.DoesNotContain("trace_id", agent.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("sending telemetry", agent.Log, StringComparison.Ordinal);
    }

    private AgentProcess Start(params string[] flags) => Start([], flags);

    private AgentProcess Start((string, string)[] variables, params string[] flags) => new(
        [
            ("OTEL_SERVICE_NAME", "tests"), ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20canary-header"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "700"), .. variables,
        ],
        [.. _namespace.Scope, $"--otlp-endpoint={_receiver.Url}", .. flags]);

    private Task MapAsync(string name, string store, string template) => _namespace.ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: {{name}}, namespace: {{_namespace.Name}}}
        spec:
          refreshInterval: 1h
          secretStoreRef: {name: {{store}}, kind: SecretStore}
          target: {template: {data: {password: {{template}} } } }
          data: [{secretKey: password, remoteRef: {key: a} }]
        """, Ct);
}
