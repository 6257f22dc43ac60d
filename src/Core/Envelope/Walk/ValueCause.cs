using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Walk;

/// <summary>What is wrong with a value of a file that is encrypted or decrypted.</summary>
public enum ValueFault
{
    /// <summary>It was changed, or moved to another key.</summary>
    Undecryptable,

    /// <summary>It should be ciphertext, and is none: a person wrote it.</summary>
    NotEncrypted,

    /// <summary>A comment decrypts to something else.</summary>
    NotAComment,

    /// <summary>A key that is no text.</summary>
    KeyIsNotText,

    /// <summary>A type that SOPS cannot encrypt.</summary>
    UnsupportedType,

    /// <summary>A comment would itself decide that it stays readable.</summary>
    CommentSelectsItself,

    /// <summary>It is encrypted now, and would be written readable.</summary>
    WouldBeReadable,
}

/// <summary>Why a value cannot be encrypted or decrypted, and where.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Path">
/// The value's place, such as <c>database.users[0]</c>: keys are not secret. For comments and keys that of the block which holds them;
/// empty for the top of the document.
/// </param>
public sealed record ValueCause(ValueFault Fault, string Path) : FailureCause;
