using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>What a collector gets that is spoken to over gRPC.</summary>
public sealed class GrpcCollectorTests : IAsyncDisposable
{
    private const string Service = "/opentelemetry.proto.collector.";

    private readonly AgentNamespace _namespace = new();
    private readonly OtlpContent _content = new();
    private readonly ConcurrentQueue<string> _calls = [];
    private KestrelServer? _server;
    private byte[] _answer = [];
    private string _status = "0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _namespace.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Gets_spans_and_metrics(string compression)
    {
        await using var agent = await StartAsync(
            [("OTEL_EXPORTER_OTLP_COMPRESSION", compression), ("OTEL_METRIC_EXPORT_INTERVAL", "500")], "--otlp-metrics");
        await _namespace.WaitForSecretAsync("es", Ct);
        await agent.Until(
            () => _content.Metrics.Any(one => one.Name == "externalsecret_status_condition")
                && _content.Spans.Any(span => span.Name == "reconcile externalsecret"), Ct);
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
        Assert.Equal(
            [
                $"{Service}metrics.v1.MetricsService/Export Bearer canary-header {compression}",
                $"{Service}trace.v1.TraceService/Export Bearer canary-header {compression}",
            ],
            _calls.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("tests", _content.Resource["service.name"]);
        Assert.False(_content.Says("canary"));
        Assert.DoesNotContain("canary", agent.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "failed")]
    [InlineData("14", "failed")]
    [InlineData("rejected", "rejected")]
    public async Task Its_refusals_are_counted(string status, string result)
    {
        (_status, _answer) = status == "rejected" ? ("0", OtlpContent.TwoRejected) : (status, []);
        await using var agent = await StartAsync([]);
        var counted = $$"""secretskit_otlp_items_total{signal="traces",result="{{result}}"} """;
        var metrics = "";
        for (var tries = 0; tries < 300 && !(metrics.Contains(counted, StringComparison.Ordinal)
            && !metrics.Contains(counted + "0\n", StringComparison.Ordinal)); tries++)
        {
            await Task.Delay(100, Ct);
            (_, metrics) = await agent.GetAsync("metrics", "/metrics", Ct);
        }

        Assert.DoesNotContain(counted + "0\n", metrics, StringComparison.Ordinal);
        Assert.Equal(
            result == "failed" ? [$"rpc error: code = {(status == "3" ? "InvalidArgument" : "Unavailable")} desc = no"] : [],
            agent.Messages("the collector takes no telemetry").Select(line => line.GetProperty("error").GetString()));
    }

    private async Task<AgentProcess> StartAsync((string, string)[] variables, params string[] flags)
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1s", Ct);
        _server = await KestrelServer.StartAsync(AnswerAsync, certificate: null);
        return new(
            [
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_SERVICE_NAME", "tests"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20canary-header"), .. variables,
            ],
            [.. _namespace.Scope, $"--otlp-endpoint=http://127.0.0.1:{_server.Port}", .. flags]);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Ct);
        var frame = body.ToArray();
        var encoding = context.Request.Headers["grpc-encoding"].FirstOrDefault("none")!;
        Assert.Equal(encoding == "gzip" ? 1 : 0, frame[0]);
        Assert.Equal(frame.Length - 5, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        var areSpans = context.Request.Path.Value!.Contains("Trace", StringComparison.Ordinal);
        _content.Take(encoding == "gzip" ? Unzip(frame[5..]) : frame[5..], areSpans);
        _calls.Enqueue($"{context.Request.Path} {context.Request.Headers.Authorization} {encoding}");
        context.Response.ContentType = "application/grpc";
        if (_status != "0")
        {
            context.Response.Headers["grpc-status"] = _status;
            context.Response.Headers["grpc-message"] = "no";
            return;
        }

        var head = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), _answer.Length);
        await context.Response.Body.WriteAsync((byte[])[.. head, .. _answer], Ct);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Unzip(byte[] content)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
