using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Tests.Vault;

/// <summary>Paths of keys, by the table of spec external-secrets.md 3.5.</summary>
public sealed class KvPathTests
{
    [Theory]
    [InlineData("secret/path", true, "test", "secret/path/data/test")]
    [InlineData("secret/path", true, "secret/path/test", "secret/path/data/test")]
    [InlineData("secret/path", true, "secret/path/data/test", "secret/path/data/test")]
    [InlineData("secret/path", true, "data/test", "secret/path/data/data/test")]
    [InlineData("", true, "secret/test/big/path", "secret/data/test/big/path")]
    [InlineData("", true, "secret/data/test", "secret/data/test")]
    [InlineData("secret", false, "secret/test", "secret/test")]
    [InlineData("secret", false, "test//x", "secret/test/x")]
    [InlineData("", false, "secret/test", "secret/test")]
    public void Data_are_found(string mount, bool isVersioned, string key, string path) =>
        Assert.Equal(path, new KvPaths(mount, isVersioned).Data(key));

    [Theory]
    [InlineData("secret", true, "a/b", "secret/metadata/a/b")]
    [InlineData("", true, "secret/data/a/data/b", "secret/metadata/a/data/b")]
    [InlineData("secret", false, "a", "secret/a")]
    public void Metadata_are_found(string mount, bool isVersioned, string key, string path) =>
        Assert.Equal(path, new KvPaths(mount, isVersioned).Metadata(key));

    [Theory]
    [InlineData(true, "tree/b", "secret/metadata/tree/b")]
    [InlineData(true, "", "secret/metadata")]
    [InlineData(false, "tree", "secret/tree")]
    public void Folders_are_listed_without_a_slash(bool isVersioned, string folder, string path) =>
        Assert.Equal(path, new KvPaths("secret", isVersioned).Folder(folder));

    [Theory]
    [InlineData("../sys/raw")]
    [InlineData("a/../../b")]
    [InlineData("./a")]
    public void A_key_cannot_leave_its_mount(string key) => Assert.Equal(
        ProviderFault.InvalidRequest,
        Assert.Throws<ProviderException>(() => new KvPaths("secret", isVersioned: true).Data(key)).Failure.Fault);
}
