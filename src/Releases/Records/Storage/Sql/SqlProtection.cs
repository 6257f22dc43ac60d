namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>How a connection to a database is protected.</summary>
public enum SqlProtection
{
    /// <summary>Not at all (<c>disable</c>).</summary>
    None,

    /// <summary>Encrypted; the server's certificate is not checked (<c>require</c>).</summary>
    Encrypted,

    /// <summary>Encrypted; the server's certificate is of a known authority (<c>verify-ca</c>).</summary>
    KnownAuthority,

    /// <summary>Encrypted; the server's certificate is of a known authority and names the host (<c>verify-full</c>).</summary>
    KnownHost,
}
