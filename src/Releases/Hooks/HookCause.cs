using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Hooks;

/// <summary>A hook failed.</summary>
/// <param name="Fault">What about it.</param>
/// <param name="Hook">The kind and name of its object.</param>
/// <param name="Message">The reference's sentence, of one or more lines. It may quote what the server answered.</param>
public sealed record HookCause(HookFault Fault, string Hook, string Message) : FailureCause
{
    /// <summary>The failure below it; null if there is none.</summary>
    public SecretsKitException? Failure { get; init; }

    /// <summary>The failure to throw, with the sentence and a hint.</summary>
    public SecretsKitException ToException() => new(Failure?.Code ?? ErrorCode.General, Message, Failure)
    {
        Cause = this,
        Hint = Failure?.Hint ?? (Fault == HookFault.NotCreated
            ? "delete the object of the hook if an earlier run left it, or add before-hook-creation to its helm.sh/hook-delete-policy"
            : null),
    };
}
