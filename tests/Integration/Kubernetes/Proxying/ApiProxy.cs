using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecretsKit.Integration.Kubernetes.Proxying;

/// <summary>
/// Stands between a program and the API server that <c>tests/servers/up</c> started: notes what is asked, and fails where a test wants it.
/// The program speaks plain HTTP with it and is the administrator, unless it sends a token.
/// </summary>
internal sealed class ApiProxy : IDisposable
{
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpListener _listener;
    private readonly HttpClient _administrator;
    private readonly HttpClient _anyone;
    private readonly string _server;
    private int _count;

    /// <summary>Starts it on a free port.</summary>
    /// <param name="fault">What happens to a request. Default: none fails.</param>
    /// <param name="server">The URL of another server with the same certificates. Default: that of the tests.</param>
    public ApiProxy(Func<ProxiedRequest, ProxyFault>? fault = null, string? server = null)
    {
        Fault = fault ?? (_ => ProxyFault.None);
        var lines = File.ReadAllLines(Path.Combine(Cluster.Folder, "kubeconfig"));
        _server = server ?? lines.First(line => line.Contains("server: ", StringComparison.Ordinal)).Split('"')[1];
        var pki = Path.Combine(Cluster.Folder, "pki");
        _anyone = new(Handler(pki, null)) { Timeout = Timeout.InfiniteTimeSpan };
        _administrator = new(Handler(
            pki,
            X509Certificate2.CreateFromPemFile(Path.Combine(pki, "admin.crt"), Path.Combine(pki, "admin.key"))))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        (_listener, Port) = Listen();
        _ = AcceptAsync();
    }

    /// <summary>What happens to a request; can be replaced while the proxy runs.</summary>
    public Func<ProxiedRequest, ProxyFault> Fault { get; set; }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What it was asked, in order of arrival.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>A kubeconfig whose contexts go through the proxy: <c>admin</c>, and the users with tokens.</summary>
    public string Kubeconfig()
    {
        var text = new StringBuilder("apiVersion: v1\nkind: Config\ncurrent-context: admin\nclusters:\n");
        text.Append(CultureInfo.InvariantCulture, $"- {{name: tests, cluster: {{server: \"http://127.0.0.1:{Port}\"}}}}\ncontexts:\n");
        string[] users = ["admin", "deployer", "dev", "viewer", "nobody"];
        foreach (var user in users)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: {user}, context: {{cluster: tests, user: {user}}}}}\n");
        }

        text.Append("users:\n- {name: admin, user: {}}\n");
        foreach (var user in users.Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: {user}, user: {{token: token-{user}}}}}\n");
        }

        return text.ToString();
    }

    /// <summary>Forgets what was asked; numbers begin again.</summary>
    public void Clear()
    {
        _requests.Clear();
        Volatile.Write(ref _count, 0);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
        _administrator.Dispose();
        _anyone.Dispose();
        _stop.Dispose();
    }

    private static SocketsHttpHandler Handler(string pki, X509Certificate2? certificate)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.crt"));
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return handler;
    }

    // The listener cannot choose a free port itself.
    private static (HttpListener Listener, int Port) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                // Another test was faster: the next port.
                listener.Close();
            }
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                _ = ServeAsync(await _listener.GetContextAsync(), _stop.Token);
            }
        }
        catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(HttpListenerContext context, CancellationToken ct)
    {
        try
        {
            var request = await ReadAsync(context.Request, ct);
            _requests.Enqueue(request);
            var fault = Fault(request);
            await Task.Delay(fault.Delay, ct);
            if (fault.Status is { } status)
            {
                await RefuseAsync(context.Response, status, fault, ct);
                return;
            }

            using var answer = fault.Reaches ? await ForwardAsync(context, request, ct) : null;
            request.Status = (int?)answer?.StatusCode ?? 0;
            fault.Reached();
            if (answer is null || !fault.Answers)
            {
                await BreakOffAsync(context.Response, ct);
                return;
            }

            await AnswerAsync(context.Response, answer, ct);
        }
        catch (Exception failure) when (failure is HttpListenerException or OperationCanceledException or HttpRequestException
            or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of both sides went away: so does the other.
            context.Response.Abort();
        }
    }

    private async Task<ProxiedRequest> ReadAsync(HttpListenerRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body, ct);
        return new(
            Interlocked.Increment(ref _count),
            request.HttpMethod,
            request.Url!.AbsolutePath,
            request.Url.Query,
            request.ContentType ?? "",
            body.ToArray(),
            request.UserAgent ?? "");
    }

    // Where the server is away, the client gets no answer either.
    private async Task<HttpResponseMessage?> ForwardAsync(HttpListenerContext context, ProxiedRequest request, CancellationToken ct)
    {
        try
        {
            return await ForwardAsync(context.Request, request, ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpListenerRequest original, ProxiedRequest request, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(new(request.Method), _server + original.RawUrl);
        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var name in original.Headers.AllKeys.OfType<string>()
            .Where(name => name is not ("Host" or "Content-Length" or "Content-Type" or "Connection" or "Accept-Encoding"
                or "Transfer-Encoding")))
        {
            message.Headers.TryAddWithoutValidation(name, original.Headers.GetValues(name) ?? []);
        }

        var client = original.Headers["Authorization"] is null ? _administrator : _anyone;
        return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static async Task AnswerAsync(HttpListenerResponse response, HttpResponseMessage answer, CancellationToken ct)
    {
        response.StatusCode = (int)answer.StatusCode;
        response.SendChunked = true;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is "Content-Type" or "Warning" or "Retry-After" or "Audit-Id"))
        {
            foreach (var value in values)
            {
                response.AppendHeader(name, value);
            }
        }

        await using var content = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[16 * 1024];
        for (var length = await content.ReadAsync(buffer, ct); length > 0; length = await content.ReadAsync(buffer, ct))
        {
            await response.OutputStream.WriteAsync(buffer.AsMemory(0, length), ct);
            await response.OutputStream.FlushAsync(ct);
        }

        response.Close();
    }

    // The connection ends in the middle of a body: a listener that ends it earlier would answer with an empty one.
    private static async Task BreakOffAsync(HttpListenerResponse response, CancellationToken ct)
    {
        response.ContentLength64 = 1000;
        await response.OutputStream.WriteAsync("{"u8.ToArray(), ct);
        await response.OutputStream.FlushAsync(ct);
        response.Abort();
    }

    private static async Task RefuseAsync(HttpListenerResponse response, HttpStatusCode status, ProxyFault fault, CancellationToken ct)
    {
        var text = fault.Text ?? $$"""
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{fault.Reason}}","message":"refused by the test",
            "code":{{(int)status}}}
            """;
        response.StatusCode = (int)status;
        response.ContentType = "application/json";
        if (fault.RetryAfter is { } seconds)
        {
            response.AppendHeader("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        }

        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        response.Close();
    }
}
