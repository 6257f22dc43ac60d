using SecretsKit.Core.Text.Display;

namespace SecretsKit.Core.Errors;

/// <summary>
/// The one root of errors that a person can cause or must know. The message is a lower-case clause that names what and where,
/// never the text of a secret; the advice, if any, is the <see cref="Hint"/>.
/// </summary>
public class SecretsKitException(ErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public SecretsKitException(ErrorCode code, MessageText message, Exception? inner = null)
        : this(code, message.ToStringAndClear(), inner)
    {
    }

    /// <summary>What went wrong, for hosts that branch on it.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>The next step for the reader, or <see langword="null"/>. One sentence without a full stop.</summary>
    public string? Hint { get; init; }
}
