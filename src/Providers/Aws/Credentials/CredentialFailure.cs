using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>Failures of looking for credentials.</summary>
internal static class CredentialFailure
{
    /// <summary>What provides credentials, for people.</summary>
    public const string Provider = "AWS credentials";

    /// <summary>They cannot be had.</summary>
    /// <param name="source">Where they were looked for.</param>
    /// <param name="problem">What is wrong; never a secret.</param>
    /// <param name="hint">What to do.</param>
    /// <param name="inner">A failure of ours.</param>
    public static ProviderException Of(string source, MessageText problem, string? hint = null, SecretsKitException? inner = null) =>
        new(new(ProviderFault.Unauthenticated, Provider, source, ""), problem, inner) { Hint = hint };
}
