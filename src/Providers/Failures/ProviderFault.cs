namespace SecretsKit.Providers.Failures;

/// <summary>Why a provider did not do what it was asked for. Hints, conditions and retries switch on this, never on a message.</summary>
public enum ProviderFault
{
    /// <summary>The server cannot be reached: name, address, connection, proxy or TLS.</summary>
    Unreachable,

    /// <summary>The server took too long.</summary>
    TimedOut,

    /// <summary>There are no credentials, they cannot be read, or the server does not accept them.</summary>
    Unauthenticated,

    /// <summary>The credentials are accepted and do not allow this.</summary>
    Denied,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The server limits the rate of requests, and went on doing so until the time for repeating was over.</summary>
    Throttled,

    /// <summary>The server failed, or is sealed or not ready.</summary>
    ServerFailed,

    /// <summary>The server's response is not what its interface promises: not JSON, cut off, of another type, too large.</summary>
    InvalidResponse,

    /// <summary>The server refuses the request as it is: a wrong name, version or context.</summary>
    InvalidRequest,

    /// <summary>Somebody else changed it meanwhile, or it exists already.</summary>
    Conflict,

    /// <summary>It exists and was not made by this program, so it is left alone.</summary>
    NotManaged,

    /// <summary>The settings of the store or key are wrong or incomplete; nothing was asked.</summary>
    InvalidSettings,

    /// <summary>This provider cannot do that.</summary>
    Unsupported,
}
