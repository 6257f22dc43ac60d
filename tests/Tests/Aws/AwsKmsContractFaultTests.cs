using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Testing;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Aws;

/// <summary>How the KMS of AWS fails, as all key services do.</summary>
public sealed class AwsKmsContractFaultTests : KeyServiceFaultContract
{
    protected override string Named => "failed to decrypt sops data key with AWS KMS: ";

    protected override (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null)
    {
        var fixture = Keep(new KmsFixture(url, "/nowhere", [
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Canary), ("AWS_SESSION_TOKEN", Canary),
            .. proxy is null ? [] : ((string, string)[])[("HTTPS_PROXY", proxy)],
            .. roots is null ? [] : ((string, string)[])[("AWS_CA_BUNDLE", Keep(new TestFolder()).Write("ca.pem", roots))]]));
        return (fixture.Service, KmsFixture.Key());
    }

    protected override ServedAnswer Error(int status, string headers = "", string message = "the reason") =>
        FakeAwsService.Fault("SomethingException", message, $"{status} Failed", headers);
}
