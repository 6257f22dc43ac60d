using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Aws.CertificateManager;
using SecretsKit.Providers.Aws.ParameterStore;
using SecretsKit.Providers.Aws.SecretsManager;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws;

/// <summary>The stores of AWS, one kind for all services (spec external-secrets.md 3.6).</summary>
internal static class AwsStores
{
    /// <summary>The kind of stores that manifests call <c>aws</c>.</summary>
    public static SecretStoreKind Kind { get; } = new("aws", static (fields, context) =>
    {
        var settings = new AwsStoreSettings(fields, context);
        return settings.Service == AwsStoreService.SecretsManager ? new SecretsManagerStore(settings)
            : settings.Service == AwsStoreService.CertificateManager ? new AwsCertificateStore(settings)
            : new AwsParameterStore(settings);
    });
}
