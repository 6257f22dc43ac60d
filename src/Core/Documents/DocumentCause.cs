using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents;

/// <summary>Why a document cannot be read or written, and where.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Line">Line from 1, or 0 where the problem has no place.</param>
/// <param name="Column">Column in characters from 1, or 0 where unknown.</param>
public sealed record DocumentCause(DocumentFault Fault, int Line = 0, int Column = 0) : FailureCause
{
    /// <summary>The line that the message of the reference tool names, which may be another; 0 where it names none.</summary>
    public int ReferenceLine { get; init; }
}
