using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Calls;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A function refuses: Go's returned error or panic. The message is Go's text without place or function name.</summary>
/// <param name="message">Shown to the user after <c>error calling NAME: </c>.</param>
public sealed class FunctionException(string message) : ValueException(message);
#pragma warning restore CA1032
