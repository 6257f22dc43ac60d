using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>Who signs calls. Asks for nothing before the first call. Safe on all threads.</summary>
internal interface IAwsCredentials
{
    /// <summary>Credentials that have not ended.</summary>
    /// <exception cref="ProviderException">There are none.</exception>
    ValueTask<AwsCredentials> GetAsync(CancellationToken ct);

    /// <summary>Says that AWS does not take these any more.</summary>
    /// <returns>Whether <see cref="GetAsync"/> may have others now.</returns>
    bool Forget(AwsCredentials refused);
}
