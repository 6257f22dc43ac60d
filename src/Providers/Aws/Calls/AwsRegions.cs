using SecretsKit.Platform;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>Where the services of AWS are.</summary>
internal static class AwsRegions
{
    /// <summary>The address of a service, as variables or the region's rules have it; ends with a slash.</summary>
    /// <param name="environment"><c>AWS_ENDPOINT_URL_KMS</c> and the like count, then <c>AWS_ENDPOINT_URL</c>.</param>
    /// <param name="service">The name in addresses, such as <c>kms</c>.</param>
    /// <param name="variable">The name in variables, such as <c>KMS</c>.</param>
    /// <param name="region">The region.</param>
    /// <param name="common">
    /// Whether <c>AWS_ENDPOINT_URL</c> counts: calls that obtain credentials ignore it (goldens/providers/rest.md 2).
    /// </param>
    public static string Endpoint(HostEnvironment environment, string service, string variable, string region, bool common = true)
    {
        var configured = environment.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") == "true" ? null
            : Nonempty(environment, $"AWS_ENDPOINT_URL_{variable}") ?? (common ? Nonempty(environment, "AWS_ENDPOINT_URL") : null);
        var fips = environment.Variable("AWS_USE_FIPS_ENDPOINT") == "true" ? "-fips" : "";
        return WithSlash(configured ?? $"https://{service}{fips}.{region}.{Suffix(region)}");
    }

    /// <summary>An address that ends with a slash.</summary>
    public static string WithSlash(string url) => url.EndsWith('/') ? url : url + "/";

    /// <summary>The region of the environment, or null.</summary>
    public static string? Of(HostEnvironment environment) =>
        Nonempty(environment, "AWS_REGION") ?? Nonempty(environment, "AWS_DEFAULT_REGION");

    /// <summary>The domain of a region's services.</summary>
    public static string Suffix(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "amazonaws.com.cn",
        _ when region.StartsWith("us-iso-", StringComparison.Ordinal) => "c2s.ic.gov",
        _ when region.StartsWith("us-isob-", StringComparison.Ordinal) => "sc2s.sgov.gov",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "amazonaws.eu",
        _ => "amazonaws.com",
    };

    /// <summary>A variable that is set and not empty, or null.</summary>
    public static string? Nonempty(HostEnvironment environment, string name) =>
        environment.Variable(name) is { Length: > 0 } value ? value : null;
}
