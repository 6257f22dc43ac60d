using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A master key could not wrap. The message names the key or the cause, never key material.</summary>
public sealed class KeyServiceException(KeyWrapFault fault, string message, Exception? inner = null)
    : SecretsKitException(ErrorCode.KeyWrapFailed, message, inner)
{
    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public KeyServiceException(KeyWrapFault fault, MessageText message, Exception? inner = null)
        : this(fault, message.ToStringAndClear(), inner)
    {
    }

    /// <summary>What is wrong, for callers that branch on it.</summary>
    public KeyWrapFault Fault { get; } = fault;
}
