using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Benchmarks;

/// <summary>
/// Reads of a Vault store from a server on this machine that answers at once: reads in a second, connections, and the time of processors,
/// the server's included, which a busy machine does not change.
/// </summary>
internal static class VaultReads
{
    private const int Reads = 1000;
    private const int Rounds = 12;

    public static async Task PrintAsync(TextWriter output)
    {
        using var server = new AnsweringServer();
        var environment = new HostEnvironment([], "/");
        using var connections = new HttpConnections(environment, TimeProvider.System);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        var settings = "{\"server\":\"" + server.Url + "\",\"path\":\"secret\","
            + "\"auth\":{\"tokenSecretRef\":{\"name\":\"t\",\"key\":\"k\"}}}";
        await using var store = SecretStores.Find("vault")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!, new StoreContext("s", false, "default", new Token(), host));
        var process = Process.GetCurrentProcess();
        for (var round = 0; round < Rounds; round++)
        {
            var (start, busy) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            await Task.WhenAll(Enumerable.Range(0, Reads).Select(index => ReadAsync(store, index)));
            var elapsed = Stopwatch.GetElapsedTime(start);
            process.Refresh();
            var used = process.TotalProcessorTime - busy;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Reads} reads: {Reads / elapsed.TotalSeconds:F0}/s, {Reads / used.TotalSeconds:F0} per second of a processor, "
                + $"{server.Connections} connections"));
        }
    }

    private static async Task ReadAsync(ISecretStore store, int index)
    {
        var value = await store.GetAsync(new(string.Create(CultureInfo.InvariantCulture, $"app/{index}")) { Property = "k" }, default);
        if (value?.RevealText() != "value")
        {
            throw new InvalidOperationException("another value than was written");
        }
    }

    private sealed class Token : IStoreReferences
    {
        public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
            new(SecretValue.OfText("s.token"));

        public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
            string ns, string name, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(
            string ns, string name, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct) =>
            throw new NotSupportedException();

        public ValueTask<SecretValue> ServiceAccountTokenAsync(
            string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) =>
            throw new NotSupportedException();
    }

    // The same answer to every request without a body.
    private sealed class AnsweringServer : IDisposable
    {
        private const string Content = """
            {"request_id":"6f1b0f6e-0000-4000-8000-000000000000","lease_id":"","renewable":false,"lease_duration":0,
            "data":{"data":{"k":"value","user":"shop","port":5432},"metadata":{"created_time":"2026-06-01T12:00:00.123456789Z",
            "custom_metadata":null,"deletion_time":"","destroyed":false,"version":3}},"wrap_info":null,"warnings":null,"auth":null}
            """;

        private static readonly byte[] Answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Content.Length}\r\n\r\n{Content}");

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _connections;

        public AnsweringServer()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Url => $"http://{_listener.LocalEndpoint}";

        public int Connections => Volatile.Read(ref _connections);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptSocketAsync());
                }
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // The end.
            }
        }

        private async Task ServeAsync(Socket socket)
        {
            Interlocked.Increment(ref _connections);
            using (socket)
            {
                socket.NoDelay = true;
                var buffer = new byte[4096];
                var filled = 0;
                while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is var count and > 0)
                {
                    filled += count;
                    if (buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
                    {
                        filled = 0;
                        await socket.SendAsync(Answer);
                    }
                }
            }
        }
    }
}
