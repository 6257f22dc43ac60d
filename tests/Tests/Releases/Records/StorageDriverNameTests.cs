using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Names of storages.</summary>
public sealed class StorageDriverNameTests
{
    [Theory]
    [InlineData("", StorageDriver.Secret)]
    [InlineData("secret", StorageDriver.Secret)]
    [InlineData("secrets", StorageDriver.Secret)]
    [InlineData("configmap", StorageDriver.ConfigMap)]
    [InlineData("configmaps", StorageDriver.ConfigMap)]
    [InlineData("sql", StorageDriver.Sql)]
    [InlineData("memory", StorageDriver.Memory)]
    [InlineData("Secret", null)]
    [InlineData("bogus", null)]
    public void A_storage_is_named_as_the_reference_names_it(string name, StorageDriver? driver) =>
        Assert.Equal(driver, StorageDriverName.Parse(name));
}
