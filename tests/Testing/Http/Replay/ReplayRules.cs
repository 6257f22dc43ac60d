namespace SecretsKit.Testing.Http.Replay;

/// <summary>How a <see cref="ReplayServer"/> compares requests with the recordings.</summary>
public sealed record ReplayRules
{
    /// <summary>
    /// The headers that have to be equal, in lower case: absent where the recording has none. Default: token, namespace and wrapping of
    /// Vault, and the target of AWS.
    /// </summary>
    public IReadOnlyList<string> Headers { get; init; } = ["x-vault-token", "x-vault-namespace", "x-vault-wrap-ttl", "x-amz-target"];

    /// <summary>Members of bodies by name whose values are not compared, such as keys that are drawn anew.</summary>
    public IReadOnlySet<string> IgnoredMembers { get; init; } = new HashSet<string>();

    /// <summary>Whether the Host header has to name the recorded host, where there is one. Default no.</summary>
    public bool ComparesHosts { get; init; }

    /// <summary>
    /// Whether each exchange is served once, the first that matches of those that are left. Default yes; else the first that matches, any
    /// number of times.
    /// </summary>
    public bool ServesOnce { get; init; } = true;
}
