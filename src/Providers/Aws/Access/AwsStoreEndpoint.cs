using SecretsKit.Platform;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>The address of a service of AWS for a store: the reference's variable, then AWS's own, then the usual one.</summary>
internal static class AwsStoreEndpoint
{
    /// <summary>That of the token service.</summary>
    /// <exception cref="ProviderException">A variable holds no URL.</exception>
    public static string OfTokenService(HostEnvironment environment, string region, string provider) =>
        Of(environment, "AWS_STS_ENDPOINT", "sts", "STS", region, provider);

    /// <summary>That of a service.</summary>
    /// <param name="environment">The variables.</param>
    /// <param name="variable">The reference's variable.</param>
    /// <param name="service">The name of the service in addresses.</param>
    /// <param name="common">Its name in AWS's variables.</param>
    /// <param name="region">The region.</param>
    /// <param name="provider">For messages.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a variable holds no URL.</exception>
    public static string Of(HostEnvironment environment, string variable, string service, string common, string region, string provider)
    {
        var named = AwsRegions.Nonempty(environment, variable) is { } set ? AwsRegions.WithSlash(set)
            : AwsRegions.Endpoint(environment, service, common, region);
        return Uri.TryCreate(named, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? named
            : throw new ProviderException(
                new(ProviderFault.InvalidSettings, provider, "settings", variable), $"the address of {service} is no URL")
            {
                Hint = $"check {variable}, AWS_ENDPOINT_URL_{common} and AWS_ENDPOINT_URL",
            };
    }
}
