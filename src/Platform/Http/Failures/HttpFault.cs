namespace SecretsKit.Platform.Http.Failures;

/// <summary>The stage at which a request failed, in more detail than <see cref="HttpFailureKind"/>: dialects word these apart.</summary>
internal enum HttpFault
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>The name servers know no such host.</summary>
    NoSuchHost,

    /// <summary>The name servers do not answer.</summary>
    NameServer,

    /// <summary>The address is one of this machine or of its link, and the request may not go there.</summary>
    LocalAddress,

    /// <summary>A connection to an address cannot be opened.</summary>
    Connect,

    /// <summary>The TLS library is missing.</summary>
    NoTlsLibrary,

    /// <summary>The certificate is refused.</summary>
    Certificate,

    /// <summary>The server answers a TLS handshake without encryption.</summary>
    PlainHttp,

    /// <summary>Any other failure of a TLS handshake.</summary>
    Handshake,

    /// <summary>The proxy answers with a status that opens no tunnel.</summary>
    ProxyStatus,

    /// <summary>The server closes the connection without a response.</summary>
    NoResponse,

    /// <summary>The content ends early.</summary>
    ContentEnded,

    /// <summary>The content cannot be decompressed or read for another reason.</summary>
    ContentUnreadable,

    /// <summary>The connection breaks.</summary>
    Broken,

    /// <summary>The response is not HTTP.</summary>
    Malformed,

    /// <summary>The headers of the response are larger than 64 KiB.</summary>
    HeadersTooLarge,

    /// <summary>No head of a response within the time allowed.</summary>
    HeadTimeout,

    /// <summary>The content stops for longer than allowed.</summary>
    IdleTimeout,

    /// <summary>The budget for all attempts is spent.</summary>
    Budget,

    /// <summary>The content is larger than allowed.</summary>
    TooLarge,

    /// <summary>A redirect that cannot be followed.</summary>
    BadLocation,

    /// <summary>Too many redirects.</summary>
    TooManyRedirects,

    /// <summary>A redirect from https to http.</summary>
    Unencrypted,

    /// <summary>A redirect that would send the body of the request to another server, or send again what can be read only once.</summary>
    BodyElsewhere,

    /// <summary>A status that is not a success.</summary>
    Status,
}
