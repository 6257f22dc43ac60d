using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Transit;

/// <summary>Why the transit engine gave nothing, in the reference's words. It never leaves the key service.</summary>
internal sealed class TransitFailure(UnwrapOutcome outcome, string message) : SecretsKitException(ErrorCode.General, message)
{
    /// <summary>As a failure to unwrap.</summary>
    public UnwrapOutcome Outcome { get; } = outcome;

    /// <summary>As a failure to wrap.</summary>
    public KeyWrapFault WrapFault => Outcome switch
    {
        UnwrapOutcome.Unavailable => KeyWrapFault.Unavailable,
        UnwrapOutcome.Malformed => KeyWrapFault.InvalidResult,
        _ => KeyWrapFault.Refused,
    };

    /// <summary>The failure that a response is.</summary>
    public static TransitFailure Of(VaultResponse response, VaultServer server, VaultRequest request)
    {
        var hint = VaultFailures.Of(response, request, "transit").Hint;
        return response.IsSuccess
            ? new(UnwrapOutcome.Malformed, "the response is not JSON as Vault writes it") { Hint = hint }
            : new(OutcomeOf(response), VaultFailures.InGoWords(response, server, request)) { Hint = hint };
    }

    private static UnwrapOutcome OutcomeOf(VaultResponse response) => response.Status switch
    {
        403 => UnwrapOutcome.Denied,
        404 => UnwrapOutcome.NoMatch,
        400 when response.Errors.Any(reason => reason.Contains("encryption key not found", StringComparison.Ordinal)) =>
            UnwrapOutcome.NoMatch,
        429 or >= 500 or (>= 300 and < 400) => UnwrapOutcome.Unavailable,
        _ => UnwrapOutcome.Malformed,
    };
}
