using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecretsKit.Testing.Http;

/// <summary>
/// A server on a free port of this machine, for http or https, that does whatever a test wants: also what no server should do.
/// </summary>
public sealed class HttpServer : IDisposable
{
    private const int MaxKeptBody = 64 * 1024;

    // The first byte of a client that expects encryption.
    private const int Handshake = 0x16;

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ServedRequest> _requests = new();
    private readonly ConcurrentQueue<string?> _clientCertificates = new();
    private readonly Func<ServedRequest, ServedAnswer> _answer;
    private readonly SslServerAuthenticationOptions? _tls;
    private int _connections;

    /// <summary>Starts it.</summary>
    /// <param name="answer">What to do about a request.</param>
    /// <param name="certificate">For https, with its key. Default null: http.</param>
    /// <param name="asksForCertificate">Whether clients have to show one.</param>
    /// <param name="takesCertificate">Whether clients are asked for one, and may have none.</param>
    /// <param name="port">Where it listens. Default: wherever is room.</param>
    public HttpServer(Func<ServedRequest, ServedAnswer> answer, X509Certificate2? certificate = null, bool asksForCertificate = false,
        bool takesCertificate = false, int port = 0)
    {
        _listener = new(IPAddress.Loopback, port);
        _answer = answer;
        _tls = certificate is null ? null : new()
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = asksForCertificate || takesCertificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => !asksForCertificate || shown is not null,
        };
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Starts one that has these contents, by the target of the request, and nothing else.</summary>
    public HttpServer(IReadOnlyDictionary<string, byte[]> contents, X509Certificate2? certificate = null)
        : this(request => contents.TryGetValue(request.Target.Split('?')[0], out var content) ? ServedAnswer.Found(content)
            : ServedAnswer.Status("404 File not found"), certificate)
    {
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}";

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<ServedRequest> Requests => [.. _requests];

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The names of the certificates that clients showed in handshakes, in order; null for none.</summary>
    public IReadOnlyList<string?> ClientCertificates => [.. _clientCertificates];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var ct = _stop.Token;
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(ct), ct);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                Interlocked.Increment(ref _connections);
                await using var stream = await OpenAsync(client.GetStream(), ct);
                while (await ReadAsync(stream, ct) is { } request)
                {
                    _requests.Enqueue(request);
                    var answer = _answer(request);
                    await answer.WriteAsync(stream, ct);
                    await stream.FlushAsync(ct);
                    if (!answer.KeepsOpen)
                    {
                        break;
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or AuthenticationException
                or SocketException or ObjectDisposedException)
            {
                // The client went away, or does not trust us.
            }
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream stream, CancellationToken ct)
    {
        if (_tls is null)
        {
            return stream;
        }

        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(_tls, ct);
        _clientCertificates.Enqueue(encrypted.RemoteCertificate?.Subject);
        return encrypted;
    }

    private static async Task<ServedRequest?> ReadAsync(Stream stream, CancellationToken ct)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (head.Length > 64 * 1024 || await stream.ReadAsync(letter, ct) == 0)
            {
                return null;
            }

            if (head.Length == 0 && letter[0] == Handshake)
            {
                return new("TLS", "", new Dictionary<string, string>());
            }

            head.Append((char)letter[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1],
            StringComparer.OrdinalIgnoreCase);
        var body = new MemoryStream();
        var length = await CopyBodyAsync(stream, headers, body, ct);
        return length < 0 ? null : new(words[0], words[1], headers) { Body = body.ToArray(), BodyLength = length };
    }

    // Keeps the beginning and counts the rest; -1 if the client goes away.
    private static async Task<long> CopyBodyAsync(Stream stream, Dictionary<string, string> headers, MemoryStream kept,
        CancellationToken ct)
    {
        var total = 0L;
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            while (true)
            {
                var size = long.Parse(await ReadLineAsync(stream, ct), System.Globalization.NumberStyles.HexNumber,
                    System.Globalization.CultureInfo.InvariantCulture);
                total += size;
                await CopyAsync(stream, size, kept, ct);
                await ReadLineAsync(stream, ct);
                if (size == 0)
                {
                    return total;
                }
            }
        }

        total = long.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture);
        await CopyAsync(stream, total, kept, ct);
        return total;
    }

    private static async Task CopyAsync(Stream stream, long length, MemoryStream kept, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(length, buffer.Length)), ct);
            if (count == 0)
            {
                throw new IOException("the client went away");
            }

            kept.Write(buffer, 0, (int)Math.Min(count, MaxKeptBody - kept.Length));
            length -= count;
        }
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        var letter = new byte[1];
        while (await stream.ReadAsync(letter, ct) == 1 && letter[0] != '\n')
        {
            line.Append((char)letter[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
