using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Integration.Releases;

/// <summary>Records in Secrets of a real API server.</summary>
public sealed class SecretReleaseStorageTests : ClusterStorageContract
{
    protected override StorageDriver Driver => StorageDriver.Secret;
}
