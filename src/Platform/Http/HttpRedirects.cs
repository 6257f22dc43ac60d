namespace SecretsKit.Platform.Http;

/// <summary>
/// What to do about redirects (status 301, 302, 303, 307 and 308 with a Location). Followed ones, ten at most, never lead from https to
/// http. On the way to another server (scheme, host or port differ) no credentials, no client certificate and no body go along, and none
/// come back into play later.
/// </summary>
public enum HttpRedirects
{
    /// <summary>They are responses like others.</summary>
    Return,

    /// <summary>Those to the same server are followed, others are responses.</summary>
    FollowOnSameServer,

    /// <summary>All are followed. A request with a body is not sent to another server.</summary>
    Follow,
}
