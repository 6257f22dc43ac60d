using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Testing.Aws;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Aws;

public sealed class AwsKmsKeyServiceContractTests : KeyServiceContract, IDisposable
{
    private readonly FakeKms _kms = new(KmsFixture.Arn);
    private readonly KmsFixture _fixture;

    public AwsKmsKeyServiceContractTests() => _fixture = new(_kms.Server.Url, "/nowhere", KmsFixture.Keys);

    protected override IKeyService Service => _fixture.Service;

    protected override MasterKey Owned => KmsFixture.Key();

    protected override MasterKey Foreign => KmsFixture.Key("arn:aws:kms:us-east-1:123456789012:alias/other");

    public void Dispose()
    {
        _fixture.Dispose();
        _kms.Dispose();
    }

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => new("Zm9yZWlnbg==");
}
