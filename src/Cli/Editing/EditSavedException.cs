using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Editing;

/// <summary>An edit could not be written where it belongs, and was saved encrypted elsewhere: the editor is not opened again.</summary>
/// <param name="failure">Why it could not be written.</param>
/// <param name="message">The same in the words of the command line.</param>
internal sealed class EditSavedException(SecretsKitException failure, string message) : SecretsKitException(failure.Code, message, failure);
