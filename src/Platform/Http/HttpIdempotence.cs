namespace SecretsKit.Platform.Http;

/// <summary>Whether a request may reach a server twice, which decides about repeating it after a failure.</summary>
public enum HttpIdempotence
{
    /// <summary>GET, HEAD, OPTIONS, TRACE, PUT and DELETE may, others may not (RFC 9110, section 9.2.2).</summary>
    ByMethod,

    /// <summary>It may: for calls such as a decryption by POST.</summary>
    Idempotent,

    /// <summary>It may not.</summary>
    NotIdempotent,
}
