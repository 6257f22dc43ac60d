namespace SecretsKit.Releases.Records.Storage;

/// <summary>What carries records.</summary>
public enum StorageDriver
{
    /// <summary>Secrets, the default.</summary>
    Secret,

    /// <summary>ConfigMaps.</summary>
    ConfigMap,

    /// <summary>Rows of PostgreSQL.</summary>
    Sql,

    /// <summary>This process.</summary>
    Memory,
}
