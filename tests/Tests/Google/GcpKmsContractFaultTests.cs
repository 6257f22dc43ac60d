using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Google.Kms;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Google;

/// <summary>How Google's KMS fails, as all key services do.</summary>
public sealed class GcpKmsContractFaultTests : KeyServiceFaultContract
{
    protected override string Named => "GCP KMS";

    protected override (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null)
    {
        var variables = new Dictionary<string, string>
        {
            ["SOPS_GCP_KMS_CLIENT_TYPE"] = "rest", ["SOPS_GCP_KMS_ENDPOINT"] = url, ["GOOGLE_OAUTH_ACCESS_TOKEN"] = Canary,
        };
        if (proxy is not null)
        {
            variables["HTTPS_PROXY"] = proxy;
        }

        return (new GcpKmsKeyService(Keep(new GcpKmsBench(variables, roots is null ? null : Encoding.ASCII.GetBytes(roots))).Host), new GcpKmsMasterKey(FakeKms.Owned));
    }

    protected override ServedAnswer Error(int status, string headers = "", string message = "the reason") => FakeKms.Error(
        status, status switch { 400 => "INVALID_ARGUMENT", 403 => "PERMISSION_DENIED", 404 => "NOT_FOUND", 429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE", _ => "INTERNAL" }, message, headers);
}
