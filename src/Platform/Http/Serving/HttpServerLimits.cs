namespace SecretsKit.Platform.Http.Serving;

/// <summary>What clients may take of a server. All of it has a limit; these can be changed.</summary>
public sealed record HttpServerLimits
{
    /// <summary>Connections at once; further ones are closed. Default 64.</summary>
    public int MaxConnections { get; init; } = 64;

    /// <summary>Requests at once on one connection; further ones are refused by the protocol. Default 32.</summary>
    public int MaxStreams { get; init; } = 32;

    /// <summary>Bytes of all headers of a request. Default 16 KiB.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>How long the headers of a request may take. Default 10 seconds.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be open without a request. Default 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether HTTP/1.1 is served, as probes, scrapers and browsers speak it, instead of HTTP/2. Default no.
    /// </summary>
    public bool SpeaksHttp1 { get; init; }

    /// <summary>Most bytes of a request's content; null for as many as its handler reads. Default null.</summary>
    public long? MaxBodyBytes { get; init; }
}
