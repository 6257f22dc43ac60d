using System.Net;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>
/// The open connections of a run, kept for further requests: one pool for each combination of proxy and TLS settings. Make one in the
/// composition root and share it; it opens nothing and reads no variable before the first request. Safe on all threads. Disposing it closes
/// idle connections at once, others when their responses are disposed.
/// </summary>
/// <param name="environment">Names proxies.</param>
/// <param name="clock">Measures how long an address may take to connect, and dates refusals of certificates.</param>
public sealed class HttpConnections(HostEnvironment environment, TimeProvider clock) : IDisposable
{
    // Of unused pools. A long-running agent sees client certificates come and go.
    private const int MaxIdlePools = 32;

    // What a server sends beyond what was read is taken in to keep the connection, up to here.
    private const int MaxDrainBytes = 64 * 1024;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<PoolKey, HandlerPool> _pools = [];
    private readonly Lazy<ProxyRules> _rules = new(() => new ProxyRules(environment));
    private long _uses;
    private bool _isDisposed;

    /// <summary>For tests, because variables decide for the whole process: whom all requests trust; null for whom they say.</summary>
    internal TlsOptions? TestOnlyTls { get; init; }

    /// <summary>The clock of requests over these connections.</summary>
    internal TimeProvider Clock { get; } = clock;

    /// <summary>How many pools there are.</summary>
    internal int PoolCount
    {
        get
        {
            lock (_lock)
            {
                return _pools.Count;
            }
        }
    }

    /// <summary>
    /// A handler with connections of its own, for libraries that bring their own way of sending, such as gRPC and the SDKs of clouds: the
    /// same proxies, TLS rules and dialling, no redirects, no cookies. No retries, limits or typed failures. The caller disposes it.
    /// </summary>
    /// <param name="tls">Whom to trust, and who we are.</param>
    /// <param name="proxy">Null for those of the environment.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a variable of the environment names no proxy.</exception>
    public SocketsHttpHandler CreateHandler(TlsOptions tls, HttpProxy? proxy = null)
    {
        ArgumentNullException.ThrowIfNull(tls);
        var key = new PoolKey(tls.Identity, proxy, UsesTls: true, DecompressionMethods.None, UnixSocket: null, HttpReach.Everywhere);
        return CreateHandler(key, tls,
            new(proxy, () => _rules.Value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var pool in _pools.Values)
            {
                pool.Close();
            }

            _pools.Clear();
        }
    }

    /// <summary>The pool for requests of one kind; to be given back by <see cref="Return"/> when the response is disposed.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a variable of the environment names no proxy.</exception>
    internal HandlerPool Rent(
        HttpUrl url, TlsOptions tls, HttpProxy? proxy, DecompressionMethods decompression, string? unixSocket, HttpReach reach,
        int? maxConnections = null)
    {
        tls = TestOnlyTls ?? tls;
        var proxies = new ProxySelection(proxy, () => _rules.Value);
        var usesTls = url.IsEncrypted || proxies.UsesTls;
        var key = new PoolKey(usesTls ? tls.Identity : "", proxy, usesTls, decompression, unixSocket, reach, maxConnections);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_pools.TryGetValue(key, out var pool))
            {
                _pools[key] = pool = new(CreateHandler(key, tls, proxies), proxies);
            }

            pool.Users++;
            pool.LastUse = ++_uses;
            CloseLeastUsed();
            return pool;
        }
    }

    /// <summary>Says that a response is done with.</summary>
    internal void Return(HandlerPool pool)
    {
        lock (_lock)
        {
            pool.Users--;
        }
    }

    /// <summary>Connects to the server of a URL, or to the proxy on the way there.</summary>
    /// <returns>Whether it is a proxy, and why there is no connection; null if there was one, which is closed again.</returns>
    internal async Task<(bool IsProxied, DialException? Failure)> TryConnectAsync(HttpUrl url, HttpReach reach, CancellationToken ct)
    {
        var proxies = new ProxySelection(null, () => _rules.Value);
        var target = proxies.GetProxy(url.Target);
        var server = target ?? url.Target;
        try
        {
            await using var stream = await DialerFor(reach, proxies).ConnectAsync(new(server.IdnHost.Trim('[', ']'), server.Port), ct);
            return (target is not null, null);
        }
        catch (DialException failure)
        {
            return (target is not null, failure);
        }
    }

    // Proxies were chosen by whoever runs this program, and may well be on this machine.
    private Dialer DialerFor(HttpReach reach, ProxySelection proxies) => new(
        Clock,
        reach == HttpReach.Everywhere ? null : (host, address) => proxies.IsProxy(host) || !LocalAddresses.Contain(address));

    private void CloseLeastUsed()
    {
        if (_pools.Count <= MaxIdlePools)
        {
            return;
        }

        var idle = _pools.Where(entry => entry.Value.Users == 0).OrderBy(entry => entry.Value.LastUse).FirstOrDefault();
        if (idle.Value is { } pool)
        {
            _pools.Remove(idle.Key);
            pool.Close();
        }
    }

    private SocketsHttpHandler CreateHandler(PoolKey key, TlsOptions tls, ProxySelection proxies)
    {
        var dialer = DialerFor(key.Reach, proxies);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !proxies.IsEmpty,
            AutomaticDecompression = key.Decompression,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = MaxDrainBytes,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (context, token) => key.UnixSocket is { } path
                ? Dialer.ConnectAsync(path, token)
                : dialer.ConnectAsync(context.DnsEndPoint, token),
            PooledConnectionLifetime = ConnectionLifetime,
            MaxConnectionsPerServer = key.MaxConnections ?? int.MaxValue,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = PingInterval,
            KeepAlivePingTimeout = PingTimeout,
        };
        if (!proxies.IsEmpty)
        {
            handler.Proxy = proxies;
        }

        if (key.UsesTls)
        {
            handler.SslOptions = CertificateCheck.Handshake(tls, proxies, Clock);
        }

        return handler;
    }

    private readonly record struct PoolKey(
        string Tls, HttpProxy? Proxy, bool UsesTls, DecompressionMethods Decompression, string? UnixSocket, HttpReach Reach,
        int? MaxConnections = null);
}
