using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Integration.Agent.Telemetry;

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
    private readonly OtlpContent _content = new();

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

    public IReadOnlyList<ReceivedSpan> Spans => _content.Spans;

    public IReadOnlyList<ReceivedMetric> Metrics => _content.Metrics;

    public Dictionary<string, string> Resource => _content.Resource;

    public ConcurrentQueue<string> Paths { get; } = [];

    public string Authorization { get; private set; } = "";

    public int Requests => Paths.Count;

    public bool Says(string text) => _content.Says(text);

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
        Assert.Equal("application/x-protobuf", call.Request.ContentType);
        _content.Take(body.ToArray(), areSpans: call.Request.Url!.AbsolutePath == "/v1/traces");

        call.Response.ContentType = "application/x-protobuf";
        if (Mood == CollectorMood.Rejecting)
        {
            await call.Response.OutputStream.WriteAsync(OtlpContent.TwoRejected);
        }
    }
}
