using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.Age;

/// <summary>What failed in an age file, a key or an identity.</summary>
public enum AgeFailure
{
    /// <summary>The header is malformed, or a stanza addressed to an identity is.</summary>
    Header,

    /// <summary>The text armor is malformed.</summary>
    Armor,

    /// <summary>The file key was found and the header does not belong to it.</summary>
    HeaderMac,

    /// <summary>No identity belongs to any of the recipients.</summary>
    NoMatch,

    /// <summary>The payload is damaged or cut.</summary>
    Payload,

    /// <summary>A recipient cannot be parsed, or not be used together with the others.</summary>
    Recipient,

    /// <summary>An identity, an identity file or an SSH private key cannot be parsed.</summary>
    Identity,

    /// <summary>A passphrase is wrong or could not be had.</summary>
    Passphrase,

    /// <summary>A plugin did not start, reports an error, or does not keep to the protocol.</summary>
    Plugin,

    /// <summary>A kind of key that cannot be used here.</summary>
    Unavailable,
}

/// <summary>
/// An age operation that failed. The message is the reference tool's where it has one; it never
/// holds an identity, a passphrase or plaintext.
/// </summary>
public sealed class AgeException : SecretsKitException
{
    /// <summary>
    /// Why a passphrase could not be asked for: the words of the age command line, and of sops, without a controlling terminal.
    /// </summary>
    internal const string NoTerminal =
        "standard input is not a terminal, and /dev/tty is not available: open /dev/tty: no such device or address";

    /// <summary>A failure.</summary>
    public AgeException(AgeFailure failure, string message, Exception? inner = null)
        : base(CodeOf(failure), message, inner) => (Failure, Cause) = (failure, new AgeCause(failure));

    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public AgeException(AgeFailure failure, MessageText message, Exception? inner = null)
        : this(failure, message.ToStringAndClear(), inner)
    {
    }

    /// <summary>What failed, for callers that branch on it.</summary>
    public AgeFailure Failure { get; }

    private static ErrorCode CodeOf(AgeFailure failure) => failure switch
    {
        AgeFailure.NoMatch or AgeFailure.Passphrase => ErrorCode.KeyUnrecoverable,
        AgeFailure.Recipient or AgeFailure.Identity or AgeFailure.Plugin or AgeFailure.Unavailable => ErrorCode.General,
        _ => ErrorCode.DecryptFailed,
    };
}
