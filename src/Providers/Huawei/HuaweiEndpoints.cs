using SecretsKit.Platform;

namespace SecretsKit.Providers.Huawei;

/// <summary>Which regions have a KMS, and where its servers are. Variables of the environment name others.</summary>
internal static class HuaweiEndpoints
{
    private static readonly string[] Regions =
    [
        "ae-ad-1", "af-north-1", "af-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
        "cn-east-2", "cn-east-3", "cn-east-4", "cn-east-5", "cn-north-1", "cn-north-11", "cn-north-12", "cn-north-2", "cn-north-4",
        "cn-north-9", "cn-south-1", "cn-south-2", "cn-south-4", "cn-southwest-2", "cn-southwest-3", "eu-west-101", "la-north-2",
        "la-south-2", "me-east-1", "my-kualalumpur-1", "na-mexico-1", "ru-moscow-1", "sa-brazil-1", "tr-west-1",
    ];

    /// <summary>The regions that are known, for a message.</summary>
    public static string Known => string.Join(", ", Regions);

    /// <summary>
    /// The address of the KMS of a region: that of <c>HUAWEICLOUD_SDK_REGION_KMS_REGION</c> (capitals, <c>_</c> for <c>-</c>), or the
    /// vendor's. Null for a region that has neither.
    /// </summary>
    public static string? Kms(string region, HostEnvironment environment)
    {
        var name = "HUAWEICLOUD_SDK_REGION_KMS_" + region.ToUpperInvariant().Replace('-', '_');
        return environment.Variable(name) is { Length: > 0 } set ? set.TrimEnd('/')
            : Array.IndexOf(Regions, region) >= 0 ? $"https://kms.{region}.{Domain(region)}"
            : null;
    }

    /// <summary>The address where projects are asked for.</summary>
    public static string Iam(string region, HuaweiCredential credential, HostEnvironment environment) =>
        credential.IamEndpoint.Length > 0 ? credential.IamEndpoint.TrimEnd('/')
        : environment.Variable("HUAWEICLOUD_SDK_IAM_ENDPOINT") is { Length: > 0 } set ? set.TrimEnd('/')
        : $"https://iam.{region}.{Domain(region)}";

    private static string Domain(string region) => region == "eu-west-101" ? "myhuaweicloud.eu" : "myhuaweicloud.com";
}
