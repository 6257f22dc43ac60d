using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Age;

public sealed class AgeKeyServiceContractTests : KeyServiceContract, IDisposable
{
    private readonly AgeSourcesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    protected override IKeyService Service =>
        _fixture.Service(("SOPS_AGE_KEY", "AGE-SECRET-KEY-1MU9ZD23CUC2SWH07PXDQXUY85HVWNXQKW38ELHMXXGMWUH88JLEQGR6F2S"));

    protected override MasterKey Owned { get; } = new AgeMasterKey("age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja");

    protected override MasterKey Foreign { get; } = new AgeMasterKey("age1eshv0zazp4c07ycwqx5a8t9kpsatetdmdpp64gcuvev5h588fdpqthapk2");

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => Service.WrapAsync(Foreign, part, CancellationToken.None);
}
