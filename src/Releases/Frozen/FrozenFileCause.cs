using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Frozen;

/// <summary>The content of a plan file cannot be used.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Subject">The version, or the path of the field that is wrong.</param>
public sealed record FrozenFileCause(FrozenFault Fault, string Subject) : FailureCause
{
    /// <summary>The failure to throw. It never quotes the content.</summary>
    public SecretsKitException ToException() => new(ErrorCode.MalformedDocument, Message)
    {
        Cause = this,
        Hint = Fault == FrozenFault.UnknownVersion
            ? "apply it with the version of secretskit that made it, or make the plan anew"
            : "make the plan anew with 'secretskit plan upgrade'",
    };

    private string Message => Fault switch
    {
        FrozenFault.NoPlan => "the file was decrypted and is no plan",
        FrozenFault.UnknownVersion => $"the plan is of format {Subject}, which this version does not know",
        _ => $"the plan is damaged: {Subject} is missing or is not what it should be",
    };
}
