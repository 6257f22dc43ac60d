using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Serving;

/// <summary>
/// Serves HTTP/2 by prior knowledge, or HTTP/1.1, without TLS on one address or Unix socket. Only Kestrel's core is used: no host, no
/// container, no routing, no configuration. Nothing is logged. Disposing stops it: what is under way has two seconds to end.
/// </summary>
public sealed class HttpServer : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);

    private readonly KestrelServer _server;
    private readonly TimeProvider _clock;
    private bool _isStopped;

    private HttpServer(EndPoint endPoint, HttpServerLimits limits, TimeProvider clock)
    {
        (EndPoint, _clock) = (endPoint, clock);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = limits.MaxConnections;
        options.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        options.Limits.RequestHeadersTimeout = limits.HeadTimeout;
        options.Limits.KeepAliveTimeout = limits.IdleTimeout;

        options.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
        options.Limits.Http2.MaxStreamsPerConnection = limits.MaxStreams;
        options.Limits.Http2.KeepAlivePingDelay = PingInterval;
        var protocol = limits.SpeaksHttp1 ? HttpProtocols.Http1 : HttpProtocols.Http2;
        options.Listen(endPoint, listening => listening.Protocols = protocol);
        var transport = new SocketTransportOptions { CreateBoundListenSocket = Bind };
        _server = new(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens: with the port that the system chose, where none was named.</summary>
    public EndPoint EndPoint { get; private set; }

    /// <summary>Starts one.</summary>
    /// <param name="endPoint">
    /// An address, of port 0 for any, or the path of a Unix socket, which must not be there: only its owner can connect to it.
    /// </param>
    /// <param name="limits">What clients may take.</param>
    /// <param name="serve">Answers a request; called from many threads at once. What it throws ends the request without an answer.</param>
    /// <param name="clock">Measures how long stopping takes.</param>
    /// <param name="ct">Ends starting.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: the address is taken or not to be had, in Go's words.
    /// </exception>
    public static async Task<HttpServer> StartAsync(
        EndPoint endPoint, HttpServerLimits limits, Func<ServedCall, Task> serve, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(limits);
        var server = new HttpServer(endPoint, limits, clock);
        try
        {
            await server._server.StartAsync(new Application(serve), ct);
            return server;
        }
        catch
        {
            server._server.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            using var patience = new CancellationTokenSource(StopPatience, _clock);
            await _server.StopAsync(patience.Token);
            _server.Dispose();
        }
    }

    // No client can connect before the socket listens, which it does only after this: its mode is set by then.
    private Socket Bind(EndPoint endPoint)
    {
        Socket? socket = null;
        try
        {
            if (endPoint is not UnixDomainSocketEndPoint unix)
            {
                socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            }
            else
            {
                socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(unix);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(unix.ToString(), OwnerOnly);
                }
            }

            EndPoint = socket.LocalEndPoint ?? endPoint;
            return socket;
        }
        catch (SocketException failure)
        {
            socket?.Dispose();
            var network = endPoint is UnixDomainSocketEndPoint ? "unix" : "tcp";
            throw new SecretsKitException(ErrorCode.General, $"listen {network} {endPoint.ToString()}: bind: {Describe(failure)}");
        }
    }

    private static string Describe(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "address already in use",
        SocketError.AddressNotAvailable => "cannot assign requested address",
        SocketError.AccessDenied => "permission denied",
        var error => $"socket error {(int)error}",
    };

    private sealed class Application(Func<ServedCall, Task> serve) : IHttpApplication<ServedCall>
    {
        public ServedCall CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures);

        public Task ProcessRequestAsync(ServedCall context) => serve(context);

        public void DisposeContext(ServedCall context, Exception? exception)
        {
        }
    }
}
