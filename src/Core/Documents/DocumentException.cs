using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents;

#pragma warning disable CA1032 // A failure without its cause has no meaning here.
/// <summary>
/// A document that cannot be read or written. The message is the reference tool's where it has one, and never quotes a value;
/// <see cref="Line"/> and <see cref="Column"/> locate the problem for our own verbs.
/// </summary>
public sealed class DocumentException : SecretsKitException
{
    private readonly DocumentCause _cause;

    /// <summary>A failure with its cause.</summary>
    public DocumentException(ErrorCode code, DocumentCause cause, string message, Exception? inner = null)
        : base(code, message, inner) => Cause = _cause = cause;

    /// <summary>The same with the parts of the cause.</summary>
    public DocumentException(
        ErrorCode code, DocumentFault fault, string message, int line = 0, int column = 0, Exception? inner = null)
        : this(code, new DocumentCause(fault, line, column), message, inner)
    {
    }

    /// <summary>What is wrong.</summary>
    public DocumentFault Fault => _cause.Fault;

    /// <summary>Line from 1, or 0 where the problem has no place.</summary>
    public int Line => _cause.Line;

    /// <summary>Column in characters from 1, or 0 where unknown.</summary>
    public int Column => _cause.Column;

    /// <summary>Whether the message itself names a line.</summary>
    public bool NamesLine => _cause.ReferenceLine > 0 || Fault == DocumentFault.DuplicateKey;

    /// <summary>
    /// The same failure in the words of go-yaml v2, which charts see and which names other lines; null where there is no difference.
    /// </summary>
    public DocumentException? Legacy { get; init; }
}
#pragma warning restore CA1032
