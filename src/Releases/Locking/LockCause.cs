using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Locking;

/// <summary>A release could not be locked, or its lock was lost.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Release">The release.</param>
/// <param name="Holder">Who holds the lock, if that is known.</param>
public sealed record LockCause(LockFault Fault, string Release, string Holder) : FailureCause
{
    internal SecretsKitException ToException(string message, string hint, SecretsKitException? inner = null) =>
        new(inner?.Code ?? ErrorCode.General, message, inner) { Cause = this, Hint = hint };
}
