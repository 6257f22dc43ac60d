using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Integration.Releases;

/// <summary>
/// Records in Secrets of a real API server.
/// P-210: one per revision, found by the labels owner and name.
/// </summary>
public sealed class SecretReleaseStorageTests : ClusterStorageContract
{
    protected override StorageDriver Driver => StorageDriver.Secret;
}
