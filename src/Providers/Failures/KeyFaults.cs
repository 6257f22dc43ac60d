using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Providers.Failures;

/// <summary>What a failure of a provider means for a key service.</summary>
internal static class KeyFaults
{
    /// <summary>Why a data key was not wrapped.</summary>
    public static KeyWrapFault OfWrap(ProviderFault fault) => fault switch
    {
        ProviderFault.Unreachable or ProviderFault.TimedOut or ProviderFault.ServerFailed => KeyWrapFault.Unavailable,
        ProviderFault.InvalidResponse => KeyWrapFault.InvalidResult,
        ProviderFault.InvalidSettings or ProviderFault.NotFound => KeyWrapFault.InvalidKey,
        _ => KeyWrapFault.Refused,
    };

    /// <summary>What came of unwrapping one. A key whose description is wrong was never sent: it is malformed, not denied.</summary>
    public static UnwrapOutcome OfUnwrap(ProviderFault fault) => fault switch
    {
        ProviderFault.Unreachable or ProviderFault.TimedOut or ProviderFault.ServerFailed or ProviderFault.Throttled =>
            UnwrapOutcome.Unavailable,
        ProviderFault.NotFound => UnwrapOutcome.NoMatch,
        ProviderFault.InvalidRequest or ProviderFault.InvalidResponse or ProviderFault.InvalidSettings => UnwrapOutcome.Malformed,
        _ => UnwrapOutcome.Denied,
    };
}
