using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Integration.Releases;

/// <summary>
/// Records in ConfigMaps of a real API server.
/// P-211: as with HELM_DRIVER=configmap.
/// </summary>
public sealed class ConfigMapReleaseStorageTests : ClusterStorageContract
{
    protected override StorageDriver Driver => StorageDriver.ConfigMap;
}
