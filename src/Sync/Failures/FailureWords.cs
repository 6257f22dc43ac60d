using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Sync.Failures;

/// <summary>How events tell what went wrong: in the reference's words, where it has some for that.</summary>
internal static class FailureWords
{
    /// <summary>For texts that say themselves what was asked for: without provider, operation and resource.</summary>
    public static string Of(SecretsKitException failure) => failure is ProviderException provider ? provider.Detail : failure.Message;

    /// <summary>For a store, whose event says nothing more: what a server answered keeps the operation, a setting its path.</summary>
    public static string OfStore(SecretsKitException failure) =>
        failure is ProviderException { Failure: { Status: null, Operation: not "settings" } } ? Of(failure) : failure.Message;
}
