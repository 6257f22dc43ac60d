using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Text.Regexp;

/// <summary>A pattern that is not a regular expression, in Go's words: <c>error parsing regexp: missing closing ): `(a`</c>.</summary>
/// <param name="kind">What is wrong, without the pattern.</param>
/// <param name="expression">The part of the pattern that is wrong.</param>
public sealed class RegexpSyntaxException(string kind, string expression)
    : SecretsKitException(ErrorCode.General, $"error parsing regexp: {kind}: `{expression}`")
{
    /// <summary>What is wrong, without the pattern.</summary>
    public string Kind { get; } = kind;
}
