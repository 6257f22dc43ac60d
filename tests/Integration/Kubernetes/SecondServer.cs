using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Integration.Kubernetes;

/// <summary>
/// Another API server on the data of the one that <c>tests/servers/up</c> started, which a test can kill and start again while others use
/// the first one.
/// </summary>
internal sealed class SecondServer : IAsyncDisposable
{
    private const string PortOption = "--secure-port";
    private const int MostTries = 5;

    private readonly HttpClient _client;
    private readonly string _program;
    private readonly string[] _options;
    private Process _process;

    private SecondServer(string ownData)
    {
        var first = File.ReadAllLines(Path.Combine(Cluster.Folder, "pids"))
            .First(line => line.StartsWith("kube-apiserver ", StringComparison.Ordinal)).Split(' ')[1];
        var words = File.ReadAllText($"/proc/{first}/cmdline").TrimEnd('\0').Split('\0');
        (_program, _options) = (words[0], words[1..]);
        if (ownData.Length > 0)
        {
            _options = [.. _options, "--etcd-prefix", ownData];
        }

        var port = FreePort();
        _options[Array.IndexOf(_options, PortOption) + 1] = port.ToString(CultureInfo.InvariantCulture);
        Url = $"https://127.0.0.1:{port}";
        var pki = Path.Combine(Cluster.Folder, "pki");
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.crt")) },
        };
        handler.SslOptions.ClientCertificates =
            [X509Certificate2.CreateFromPemFile(Path.Combine(pki, "admin.crt"), Path.Combine(pki, "admin.key"))];
        _client = new(handler);
        _process = Start();
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    /// <summary>Starts one.</summary>
    /// <param name="ownData">
    /// A prefix in etcd: then it is a cluster of its own, without controllers. Empty for the data of the first.
    /// </param>
    public static async Task<SecondServer> StartAsync(string ownData = "")
    {
        // A port that was free may be a connection's when the server wants it: then it ends, and takes another one.
        for (var tries = 1; ; tries++)
        {
            var server = new SecondServer(ownData);
            if (await server.AnswersAsync())
            {
                return server;
            }

            await server.DisposeAsync();
            Assert.True(tries < MostTries, "the second API server ended");
        }
    }

    /// <summary>Kills it, and starts it again: it takes some seconds until it answers.</summary>
    public void Restart()
    {
        Kill();
        _process = Start();
    }

    /// <summary>Waits until it answers.</summary>
    public async Task IsReadyAsync() => Assert.True(await AnswersAsync(), "the second API server ended");

    // Whether it does so before it ends.
    private async Task<bool> AnswersAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await _client.GetAsync(new Uri(Url + "/readyz"), ct);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }

        return false;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // What it prints goes nowhere: it is the server's own log.
    private Process Start()
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", _program, .. _options])
        {
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    private void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
