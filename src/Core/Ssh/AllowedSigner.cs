using SecretsKit.Core.Text;

namespace SecretsKit.Core.Ssh;

/// <summary>An entry of a list of signers: who may sign with which key, for what and when.</summary>
/// <param name="Principals">Who: the first column as written, names and patterns separated by commas.</param>
/// <param name="Key">The public key.</param>
/// <param name="Line">The line of the entry, from 1.</param>
internal sealed record AllowedSigner(string Principals, SshPublicKey Key, int Line)
{
    /// <summary>Patterns of the namespaces that the key may sign for; null for all.</summary>
    public string? Namespaces { get; init; }

    /// <summary>The first moment at which the key is valid, in seconds since 1970 in UTC; null for no such bound.</summary>
    public long? ValidAfter { get; init; }

    /// <summary>The last moment at which the key is valid, in seconds since 1970 in UTC; null for no such bound.</summary>
    public long? ValidBefore { get; init; }

    public bool AllowsNamespace(string name) => Namespaces is null || SshPatterns.Covers(Namespaces, name);

    public bool IsValidAt(Timestamp moment) =>
        !(moment.UnixSeconds < ValidAfter) && !(moment.UnixSeconds > ValidBefore);
}
