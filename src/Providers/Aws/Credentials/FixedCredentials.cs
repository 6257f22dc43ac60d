using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>Credentials that are what they are.</summary>
/// <param name="credentials">These.</param>
internal sealed class FixedCredentials(AwsCredentials credentials) : IAwsCredentials
{
    /// <inheritdoc/>
    public ValueTask<AwsCredentials> GetAsync(CancellationToken ct) => new(credentials);

    /// <inheritdoc/>
    public bool Forget(AwsCredentials refused) => false;
}
