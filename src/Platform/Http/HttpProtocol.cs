namespace SecretsKit.Platform.Http;

/// <summary>Versions of HTTP.</summary>
public enum HttpProtocol
{
    /// <summary>HTTP/2 where a server offers it in the TLS handshake, else HTTP/1.1.</summary>
    PreferHttp2,

    /// <summary>HTTP/1.1.</summary>
    Http11,

    /// <summary>HTTP/2, also without TLS, or a failure.</summary>
    Http2,
}
