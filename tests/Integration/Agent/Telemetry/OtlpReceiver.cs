using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>A span as a collector gets it.</summary>
internal sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, ulong Kind, ulong Start, ulong End, Dictionary<string, string> Attributes,
    ulong Status, string Message, IReadOnlyList<string> Links, string Scope)
{
    public string this[string name] => Attributes.GetValueOrDefault(name, "");
}

/// <summary>A metric as a collector gets it.</summary>
internal sealed record ReceivedMetric(string Name, string Type, Dictionary<string, string> Labels, WireMessage Point);

/// <summary>How a collector answers.</summary>
public enum CollectorMood
{
    Good,
    Failing,
    Hanging,
    Babbling,
    SomethingElse,
    Rejecting,
}

/// <summary>A collector in this process: OTLP over HTTP, decoded for real.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentQueue<ReceivedMetric> _metrics = [];

    public OtlpReceiver()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url { get; }

    public CollectorMood Mood { get; set; }

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedMetric> Metrics => [.. _metrics];

    public Dictionary<string, string> Resource { get; private set; } = [];

    public ConcurrentQueue<string> Paths { get; } = [];

    public string Authorization { get; private set; } = "";

    public int Requests => Paths.Count;

    /// <summary>All that came, as it was, to search for what must not be there.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    public bool Says(string text) => Bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(call));
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        Paths.Enqueue(call.Request.Url!.AbsolutePath);
        Authorization = call.Request.Headers["authorization"] ?? "";
        switch (Mood)
        {
            case CollectorMood.Hanging:
                return;
            case CollectorMood.Failing:
                call.Response.StatusCode = 500;
                break;
            case CollectorMood.SomethingElse:
                call.Response.ContentType = "text/html";
                await call.Response.OutputStream.WriteAsync("<html>please log in</html>"u8.ToArray());
                break;
            case CollectorMood.Babbling:
                call.Response.ContentType = "application/x-protobuf";
                await call.Response.OutputStream.WriteAsync(Enumerable.Repeat((byte)0xff, 4096).ToArray());
                break;
            default:
                await TakeAsync(call);
                break;
        }

        call.Response.Close();
    }

    private async Task TakeAsync(HttpListenerContext call)
    {
        using var body = new MemoryStream();
        var input = call.Request.Headers["content-encoding"] == "gzip"
            ? new GZipStream(call.Request.InputStream, CompressionMode.Decompress)
            : call.Request.InputStream;
        await input.CopyToAsync(body);
        Bodies.Enqueue(body.ToArray());
        Assert.Equal("application/x-protobuf", call.Request.ContentType);
        var request = new WireMessage(body.ToArray());
        if (call.Request.Url!.AbsolutePath == "/v1/traces")
        {
            TakeSpans(request);
        }
        else
        {
            TakeMetrics(request);
        }

        call.Response.ContentType = "application/x-protobuf";
        if (Mood == CollectorMood.Rejecting)
        {
            // partial_success: rejected 2, "no".
            await call.Response.OutputStream.WriteAsync(new byte[] { 0x0a, 0x06, 0x08, 0x02, 0x12, 0x02, (byte)'n', (byte)'o' });
        }
    }

    private void TakeSpans(WireMessage request)
    {
        foreach (var part in request.Messages(1))
        {
            Resource = part.Messages(1).Single().Attributes(1);
            foreach (var scope in part.Messages(2))
            {
                foreach (var span in scope.Messages(2))
                {
                    var status = span.Messages(15).SingleOrDefault();
                    _spans.Enqueue(new(
                        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(6), span.Number(7), span.Number(8),
                        span.Attributes(9), status?.Number(3) ?? 0, status?.Text(2) ?? "",
                        [.. span.Messages(13).Select(link => link.Hex(2))], scope.Messages(1).Single().Text(1)));
                }
            }
        }
    }

    private void TakeMetrics(WireMessage request)
    {
        foreach (var metric in request.Messages(1).SelectMany(part => part.Messages(2)).SelectMany(scope => scope.Messages(2)))
        {
            foreach (var (field, type, labels) in ((int, string, int)[])[(5, "gauge", 7), (7, "counter", 7), (9, "histogram", 9)])
            {
                foreach (var data in metric.Messages(field))
                {
                    // Cumulative; counters only go up.
                    Assert.Equal(type == "gauge" ? 0UL : 2, data.Number(2));
                    Assert.Equal(type == "counter" ? 1UL : 0, data.Number(3));
                    foreach (var point in data.Messages(1))
                    {
                        _metrics.Enqueue(new(metric.Text(1), type, point.Attributes(labels), point));
                    }
                }
            }
        }
    }
}
