using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Testing.Http;

/// <summary>A server that speaks HTTP/2 alone, and answers each request with status 200 and one content.</summary>
public sealed class Http2Server : IDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte Acknowledged = 1;
    private const int PrefaceLength = 24;

    // Entry 8 of the static table (RFC 7541): ":status 200".
    private const byte Status200 = 0x88;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly byte[] _content;
    private int _connections;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="content">Shorter than 16 KiB.</param>
    /// <param name="certificate">For TLS, where it offers HTTP/2 in the handshake; null for none.</param>
    public Http2Server(byte[] content, X509Certificate2? certificate)
    {
        (_content, _certificate) = (content, certificate);
        _listener.Start();
        _ = AcceptAsync(_stop.Token);
    }

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many requests there were.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
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
                await using var stream = await OpenAsync(client, ct);
                await stream.ReadExactlyAsync(new byte[PrefaceLength], ct);
                await WriteAsync(stream, Settings, 0, 0, [], ct);
                while (true)
                {
                    await AnswerAsync(stream, ct);
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken ct)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var encrypted = new SslStream(client.GetStream());
        var settings = new SslServerAuthenticationOptions { ServerCertificate = _certificate,
            ApplicationProtocols = [SslApplicationProtocol.Http2] };
        await encrypted.AuthenticateAsServerAsync(settings, ct);
        return encrypted;
    }

    private async Task AnswerAsync(Stream stream, CancellationToken ct)
    {
        var head = new byte[9];
        await stream.ReadExactlyAsync(head, ct);
        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload, ct);
        var (type, flags, id) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
        if (type is Settings or Ping && (flags & Acknowledged) == 0)
        {
            await WriteAsync(stream, type, Acknowledged, 0, type == Ping ? payload : [], ct);
        }
        else if (type is Headers or Data && (flags & EndStream) != 0)
        {
            Interlocked.Increment(ref _requests);
            await WriteAsync(stream, Headers, EndHeaders, id, [Status200], ct);
            await WriteAsync(stream, Data, EndStream, id, _content, ct);
        }
    }

    private static async Task WriteAsync(Stream stream, byte type, byte flags, int id, byte[] payload, CancellationToken ct)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame, ct);
        await stream.FlushAsync(ct);
    }
}
