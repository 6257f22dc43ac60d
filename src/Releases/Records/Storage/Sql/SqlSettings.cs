namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>Where a database is and who one is there. Holds a password, so it is not printed.</summary>
public sealed class SqlSettings
{
    /// <summary>A name or an address. Default <c>localhost</c>.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Default 5432.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>The user; empty for none named.</summary>
    public string User { get; init; } = "";

    /// <summary>The password; empty for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>The database; empty for that of the user's name.</summary>
    public string Database { get; init; } = "";

    /// <summary>
    /// How the connection is protected. Default: encrypted, and the server's certificate is not checked, as Helm's driver has it.
    /// </summary>
    public SqlProtection Protection { get; init; } = SqlProtection.Encrypted;

    /// <summary>The file of the authorities that the server's certificate is checked with; empty for those of the system.</summary>
    public string RootCertificate { get; init; } = "";

    /// <summary>The file of the client's certificate; empty for none.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The file of the client's key; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>How long to wait for a connection. Default 15 seconds; zero for as long as it takes.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the server shows of who is connected. Default <c>secretskit</c>.</summary>
    public string ApplicationName { get; init; } = "secretskit";

    /// <summary>The schemas in which tables are looked for; empty for the user's own.</summary>
    public string SearchPath { get; init; } = "";

    /// <summary>Host and port alone.</summary>
    public override string ToString() => $"SqlSettings({Host}:{Port})";
}
