using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Huawei;
using SecretsKit.Testing.Huawei;
using SecretsKit.Tests.Envelope.Keys;
using SecretsKit.Tests.Vault;

namespace SecretsKit.Tests.Huawei;

/// <summary>Huawei Cloud's KMS as a key service like all others.</summary>
public sealed class HuaweiKmsContractTests : KeyServiceContract, IDisposable
{
    private readonly FakeHuaweiKms _kms = new("own");
    private readonly FakeHuaweiKms _other = new("other");
    private readonly VaultFixture _fixture;
    private readonly VaultFixture _otherFixture;

    public HuaweiKmsContractTests()
    {
        (_fixture, _otherFixture) = (new(_kms.Variables), new(_other.Variables));
        Service = new HuaweiKmsKeyService(_fixture.Host);
    }

    protected override IKeyService Service { get; }

    protected override MasterKey Owned => new HuaweiKmsMasterKey("eu-west-101:own");

    protected override MasterKey Foreign => new HuaweiKmsMasterKey("eu-west-101:other");

    [Fact]
    public async Task Requests_are_signed_and_show_no_secret_key()
    {
        using var part = new KeyPart(new byte[32]);
        await Service.WrapAsync(Owned, part, CancellationToken.None);
        var request = Assert.Single(_kms.Requests);
        Assert.Contains("Access=access-key-for-tests", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", string.Join('\n', request.Headers.Values) + request.Target, StringComparison.Ordinal);
    }

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) =>
        new HuaweiKmsKeyService(_otherFixture.Host).WrapAsync(Foreign, part, CancellationToken.None);

    public void Dispose()
    {
        _kms.Dispose();
        _other.Dispose();
        _fixture.Dispose();
        _otherFixture.Dispose();
    }
}
