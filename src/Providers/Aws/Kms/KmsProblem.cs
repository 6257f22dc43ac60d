using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Aws.Kms;

/// <summary>Why a key could not be used, in the reference's words and as data.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Text">The words.</param>
/// <param name="Hint">The next step, or null.</param>
internal sealed record KmsProblem(ProviderFault Fault, string Text, string? Hint)
{
    private static readonly string[] Shared =
    [
        "DependencyTimeoutException", "DisabledException", "DryRunOperationException", "InvalidGrantTokenException",
        "InvalidKeyUsageException", "KeyUnavailableException", "KMSInternalException", "KMSInvalidStateException", "NotFoundException",
    ];

    /// <summary>How an attempt to unwrap counts.</summary>
    public UnwrapOutcome Outcome => Fault switch
    {
        ProviderFault.Unreachable or ProviderFault.TimedOut or ProviderFault.ServerFailed or ProviderFault.Throttled
            or ProviderFault.InvalidResponse => UnwrapOutcome.Unavailable,
        ProviderFault.NotFound => UnwrapOutcome.NoMatch,
        _ => UnwrapOutcome.Denied,
    };

    /// <summary>How an attempt to wrap counts.</summary>
    public KeyWrapFault WrapFault => Outcome == UnwrapOutcome.Unavailable ? KeyWrapFault.Unavailable : KeyWrapFault.Refused;

    /// <summary>A failure of the service.</summary>
    public static KmsProblem Of(string prefix, string operation, AwsFailure failure) => new(
        failure.Fault,
        prefix + failure.InGoWords("KMS", operation, code => Shared.Contains(code)
            || (operation == "Decrypt" && code is "IncorrectKeyException" or "InvalidCiphertextException")),
        failure.ToException("AWS KMS", operation, "").Hint);

    /// <summary>A failure of obtaining credentials.</summary>
    public static KmsProblem Of(string prefix, ProviderException failure) =>
        new(failure.Failure.Fault, DisplayText.Field(prefix) + failure.Message, failure.Hint);
}
