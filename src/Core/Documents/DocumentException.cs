using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents;

/// <summary>
/// A document that cannot be read or written. The message is the reference tool's where it has one, and never quotes a value;
/// <see cref="Line"/> and <see cref="Column"/> locate the problem for our own verbs.
/// </summary>
public sealed class DocumentException(ErrorCode code, string message, int line = 0, int column = 0, Exception? inner = null)
    : SecretsKitException(code, message, inner)
{
    /// <summary>Line from 1, or 0 where the problem has no place.</summary>
    public int Line { get; } = line;

    /// <summary>Column in characters from 1, or 0 where unknown.</summary>
    public int Column { get; } = column;

    /// <summary>
    /// The same failure in the words of go-yaml v2, which charts see and which names other lines; null where there is no difference.
    /// </summary>
    public string? LegacyMessage { get; init; }
}
