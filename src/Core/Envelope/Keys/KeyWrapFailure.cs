using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>Why a data key cannot be wrapped.</summary>
public enum KeyWrapFault
{
    /// <summary>The key service refused.</summary>
    Refused,

    /// <summary>The text of the key names none.</summary>
    InvalidKey,

    /// <summary>The key service, or a program that it needs, could not be reached or does not work.</summary>
    Unavailable,

    /// <summary>The key service says that it succeeded and gave nothing that could be a wrapped key.</summary>
    InvalidResult,

    /// <summary>No key service serves keys of this type.</summary>
    NoService,

    /// <summary>There is no key group, or one without a key.</summary>
    EmptyGroup,

    /// <summary>The groups cannot keep the threshold.</summary>
    Threshold,
}

/// <summary>Why a data key cannot be wrapped.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Key">The master key that it is about; null where it is about the groups or the services.</param>
public sealed record KeyWrapCause(KeyWrapFault Fault, MasterKey? Key = null) : FailureCause;

/// <summary>One of the reasons why a data key could not be wrapped; every part of it is safe to print.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Message">The same in the reference tool's words.</param>
/// <param name="Hint">The next step, where the key service knows one; otherwise null.</param>
public sealed record KeyWrapFailure(KeyWrapCause Cause, string Message, string? Hint = null)
{
    /// <summary>The reason alone, without the key that it is about. Default the message.</summary>
    public string Reason { get; init; } = Message;
}
