using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Suites;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A suite that cannot be read; the message is the reference's, with lines of the document.</summary>
internal sealed class SuiteException(string message) : SecretsKitException(ErrorCode.MalformedDocument, message);
#pragma warning restore CA1032
