using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>Failures of looking for credentials.</summary>
internal static class CredentialFailure
{
    /// <summary>What provides credentials, for people.</summary>
    public const string Provider = "AWS credentials";

    /// <summary>
    /// A server that gives credentials has none. That something is missing there never counts as a secret that is missing.
    /// </summary>
    /// <param name="source">Which server, or what it was asked.</param>
    /// <param name="resource">About what; may be empty.</param>
    /// <param name="failure">Why.</param>
    /// <param name="hint">What to do where the server says no.</param>
    public static ProviderException Of(string source, string resource, HttpTransportException failure, string hint)
    {
        var known = ProviderException.Of(Provider, source, resource, failure);
        var fault = known.Failure.Fault == ProviderFault.NotFound ? ProviderFault.Unauthenticated : known.Failure.Fault;
        return new(known.Failure with { Fault = fault }, $"{failure.Message}", failure) { Hint = known.Hint ?? hint };
    }

    /// <summary>They cannot be had.</summary>
    /// <param name="source">Where they were looked for.</param>
    /// <param name="problem">What is wrong; never a secret.</param>
    /// <param name="hint">What to do; null to say how one sees where credentials come from.</param>
    /// <param name="inner">A failure of ours.</param>
    public static ProviderException Of(string source, MessageText problem, string? hint = null, SecretsKitException? inner = null) =>
        new(new(ProviderFault.Unauthenticated, Provider, source, ""), problem, inner)
        {
            Hint = hint ?? "'aws configure list' shows where credentials come from",
        };
}
