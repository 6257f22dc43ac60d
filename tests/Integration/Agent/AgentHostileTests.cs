using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SecretsKit.Integration.Agent;

/// <summary>Whoever reaches the ports of an agent can neither stop it nor learn anything but what is served there.</summary>
public sealed class AgentHostileTests : IDisposable
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly string[] Servers = ["status", "metrics", "probes"];

    private readonly AgentNamespace _namespace = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Requests, and the statuses that they may get; none for an end of the connection without an answer.</summary>
    public static TheoryData<string, string, string> Requests => new()
    {
        { "no host", "GET / HTTP/1.1\r\n\r\n", "400" },
        { "two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400" },
        { "a method of its own", "STEAL / HTTP/1.1\r\nHost: x\r\n\r\n", "404 405" },
        { "deleting", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "404 405" },
        { "tracing", "TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: reflected\r\n\r\n", "404 405" },
        { "a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n", "400 404 405" },
        { "a proxy's request", "GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n", "400 404" },
        { "a folder above", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "400 404" },
        { "an encoded folder above", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "400 404" },
        { "an encoded zero", "GET /loglevel%00.txt HTTP/1.1\r\nHost: x\r\n\r\n", "400 404" },
        { "a long path", $"GET /{new string('a', 60_000)} HTTP/1.1\r\nHost: x\r\n\r\n", "414 431" },
        { "a large header", $"GET / HTTP/1.1\r\nHost: x\r\nX: {new string('a', 200_000)}\r\n\r\n", "431" },
        {
            "many headers",
            $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 5000).Select(at => $"X-{at}: a\r\n"))}\r\n", "431"
        },
        { "a folded header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", "400" },
        { "a space before the colon", "GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n", "400" },
        { "a line feed alone, which HTTP allows", "GET / HTTP/1.1\nHost: x\n\n", "200 400 404" },
        { "an old version", "GET / HTTP/0.9\r\nHost: x\r\n\r\n", "400 505" },
        { "a new version", "GET / HTTP/3.0\r\nHost: x\r\n\r\n", "400 505" },
        {
            "two lengths",
            "PUT /loglevel HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n" + Smuggled,
            "400"
        },
        {
            "a length and chunks",
            "PUT /loglevel HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled,
            "400 404"
        },
        {
            "chunks by another name",
            "PUT /loglevel HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Smuggled, "400 501"
        },
        { "a chunk of no size", "PUT /loglevel HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n\r\n", "400 404" },
        { "a negative length", "PUT /loglevel HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400" },
        { "much content", $"PUT /loglevel HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n{new string('a', 50_000)}", "404 413" },
        { "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", "400" },
    };

    public void Dispose() => _namespace.Dispose();

    [Fact]
    public async Task Every_form_of_attack_gets_a_refusal_and_the_agent_goes_on()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "1h", Ct);
        await using var agent = new AgentProcess(_namespace.Scope);
        await _namespace.WaitForSecretAsync("es", Ct);
        foreach (var row in Requests)
        {
            var (name, request, allowed) = row.Data;
            foreach (var server in Servers)
            {
                var answer = await SendAsync(agent, server, Encoding.Latin1.GetBytes(request));
                var statuses = StatusesOf(answer);
                Assert.True(
                    statuses.Count <= 2 && statuses.All(allowed.Split(' ').Contains), $"{name}, {server}: {string.Join(' ', statuses)}");
                foreach (var secret in (string[])["canary", "reflected", "root:"])
                {
                    Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
                }
            }
        }

        await StillWorksAsync(agent);
    }

    [Fact]
    public async Task Connections_that_are_many_and_slow_do_not_keep_others_out()
    {
        await _namespace.CreateAsync(Ct);
        await using var agent = new AgentProcess(_namespace.Scope);
        var open = new List<TcpClient>();
        try
        {
            foreach (var server in Servers)
            {
                for (var at = 0; at < 200; at++)
                {
                    open.Add(await ConnectAsync(agent, server));
                }
            }

            // A byte now and then: a header that never ends. Those above the limit are ended at once, and some of these writes fail.
            for (var round = 0; round < 5; round++)
            {
                foreach (var client in open)
                {
                    try
                    {
                        await client.GetStream().WriteAsync(round == 0 ? "GET / HTTP/1.1\r\nX: "u8.ToArray() : "a"u8.ToArray(), Ct);
                    }
                    catch (Exception failure) when (failure is IOException or InvalidOperationException)
                    {
                        // Ended.
                    }
                }

                await Task.Delay(200, Ct);
            }

            // The agent works meanwhile, and its ports are free again within the time that a header may take.
            await _namespace.MapAsync("meanwhile", "1h", Ct);
            await _namespace.WaitForSecretAsync("meanwhile", Ct);
            await StillWorksAsync(agent);
        }
        finally
        {
            open.ForEach(client => client.Dispose());
        }
    }

    private static async Task StillWorksAsync(AgentProcess agent)
    {
        foreach (var (server, path) in ((string, string)[])[("probes", "/healthz"), ("status", "/"), ("metrics", "/metrics")])
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    Assert.Equal(200, (await agent.GetAsync(server, path, Ct)).Status);
                    break;
                }
                catch (HttpRequestException) when (tries < 90)
                {
                    await Task.Delay(500, Ct);
                }
            }
        }
    }

    private static async Task<TcpClient> ConnectAsync(AgentProcess agent, string server)
    {
        var address = (await agent.AddressAsync(server, Ct)).Split(':');
        var client = new TcpClient();
        await client.ConnectAsync(address[0], int.Parse(address[1], CultureInfo.InvariantCulture), Ct);
        return client;
    }

    // All that comes back until the connection ends, or nothing more comes.
    private static async Task<string> SendAsync(AgentProcess agent, string server, byte[] request)
    {
        using var client = await ConnectAsync(agent, server);
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().WriteAsync(request, Ct);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(TimeSpan.FromMilliseconds(700));
            await client.GetStream().CopyToAsync(answer, patience.Token);
        }
        catch (Exception failure) when (failure is IOException || (failure is OperationCanceledException && !Ct.IsCancellationRequested))
        {
            // Ended, or kept open.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static List<string> StatusesOf(string answer) =>
        [.. answer.Split("HTTP/1.").Skip(1).Select(part => part.Split(' ') is [_, var status, ..] ? status : "?")];
}
