using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.UnitTesting.Values;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A path of <c>set</c> that cannot be read; the message is the reference's.</summary>
internal sealed class SetPathException(string message) : SecretsKitException(ErrorCode.MalformedPath, message);
#pragma warning restore CA1032
