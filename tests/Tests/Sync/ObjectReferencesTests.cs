using SecretsKit.Providers.Failures;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Tests.Sync;

/// <summary>What stores refer to, out of manifests.</summary>
public sealed class ObjectReferencesTests
{
    private const string Secret = """
        apiVersion: v1
        kind: Secret
        metadata: {name: credentials, namespace: team}
        data: {token: b2xk, user: YWxpY2U=, broken: "%"}
        stringData: {token: "new", password: plain}
        """;

    [Theory]
    [InlineData("token", "new")]
    [InlineData("password", "plain")]
    [InlineData("user", "alice")]
    public async Task Text_of_a_Secret_is_read_before_its_base64(string key, string expected)
    {
        var references = new ObjectReferences(new ManifestObjects(SyncBench.Yaml(Secret), "team"));
        var (all, _) = await references.SecretAsync("team", "credentials", TestContext.Current.CancellationToken);
        var value = await references.SecretKeyAsync("team", "credentials", key, TestContext.Current.CancellationToken);
        Assert.Equal(expected, value.RevealText());
        Assert.True(value.IsSame(all[key]), "one key and all keys differ");
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("broken")]
    public async Task Key_that_cannot_be_read_is_not_found(string key)
    {
        var references = new ObjectReferences(new ManifestObjects(SyncBench.Yaml(Secret), "team"));
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await references.SecretKeyAsync("team", "credentials", key, TestContext.Current.CancellationToken));
        Assert.Equal(ProviderFault.NotFound, failure.Failure.Fault);
        Assert.Contains($"cannot find secret data for key: \"{key}\"", failure.Message, StringComparison.Ordinal);
    }
}
