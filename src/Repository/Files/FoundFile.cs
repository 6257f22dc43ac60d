using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Repository.Files;

/// <summary>
/// A file that a verb on folders has to handle: one that was named, an encrypted one of a folder, or one that cannot be handled.
/// </summary>
/// <param name="Path">As typed, or below what was typed.</param>
/// <param name="Format">
/// The format that its content was recognised in; null for a file that was named, whose name or options say it.
/// </param>
/// <param name="Failure">Why it cannot be handled, or null.</param>
public sealed record FoundFile(string Path, DocumentFormat? Format, SecretsKitException? Failure);
