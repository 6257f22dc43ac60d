using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Huawei;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Envelope.Keys;
using SecretsKit.Tests.Vault;

namespace SecretsKit.Tests.Huawei;

/// <summary>How Huawei Cloud's KMS fails, as all key services do.</summary>
public sealed class HuaweiKmsFaultTests : KeyServiceFaultContract
{
    protected override string Named => "HuaweiCloud KMS";

    protected override (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null)
    {
        var fixture = Keep(new VaultFixture(TimeProvider.System, roots is null ? null : Encoding.ASCII.GetBytes(roots), [
            ("HUAWEICLOUD_SDK_REGION_KMS_EU_WEST_101", url), ("HUAWEICLOUD_SDK_AK", "access-key"), ("HUAWEICLOUD_SDK_SK", Canary),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "project-1"), .. proxy is null ? [] : ((string, string)[])[("HTTPS_PROXY", proxy)]]));
        return (new HuaweiKmsKeyService(fixture.Host), new HuaweiKmsMasterKey("eu-west-101:own"));
    }

    protected override ServedAnswer Error(int status, string headers = "", string message = "the reason") => ServedAnswer.Kept(
        $$$"""{"error":{"error_code":"KMS.0000","error_msg":"{{{message}}}"}}""", $"{status} Failed", headers);
}
