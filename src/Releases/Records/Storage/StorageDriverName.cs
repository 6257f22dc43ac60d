namespace SecretsKit.Releases.Records.Storage;

/// <summary>Storages as <c>HELM_DRIVER</c> names them (spec helm.md 6.3).</summary>
public static class StorageDriverName
{
    /// <summary>Reads a name; capitals count.</summary>
    /// <returns>The storage; null for names that are none. No name means Secrets.</returns>
    public static StorageDriver? Parse(string name) => name switch
    {
        "" or "secret" or "secrets" => StorageDriver.Secret,
        "configmap" or "configmaps" => StorageDriver.ConfigMap,
        "sql" => StorageDriver.Sql,
        "memory" => StorageDriver.Memory,
        _ => null,
    };
}
