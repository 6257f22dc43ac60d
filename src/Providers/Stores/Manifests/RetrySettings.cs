using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Manifests;

/// <summary>How often requests are sent again (<c>retrySettings</c>).</summary>
/// <param name="MaxRetries">How often at most; 0 where it is not said.</param>
/// <param name="Interval">The wait before each; null where it is not said.</param>
internal sealed record RetrySettings(int MaxRetries, TimeSpan? Interval)
{
    /// <summary>Reads them.</summary>
    /// <param name="fields">What holds the field; null is read as no settings.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a field is wrong.</exception>
    public static RetrySettings? Read(StoreFields fields)
    {
        if (fields.Child("retrySettings") is not { } settings)
        {
            return null;
        }

        var count = settings.Integer("maxRetries") ?? 0;
        return new(
            count is >= 0 and <= int.MaxValue ? (int)count : throw settings.Wrong("maxRetries", "expected a whole number from 0"),
            settings.Duration("retryInterval"));
    }
}
