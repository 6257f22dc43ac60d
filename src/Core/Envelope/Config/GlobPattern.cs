using System.Buffers;
using System.Text;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>
/// Patterns of a shell (<c>*.yaml</c>) where <c>path_regex</c> takes a regular expression. Many write one by habit: it does not compile, is
/// no YAML, or matches nothing.
/// </summary>
public static class GlobPattern
{
    private const int MostLetters = 500;

    private static SearchValues<char> SignsOfExpressions { get; } = SearchValues.Create("\\^$()|+");

    /// <summary>The expression of RE2 that matches what a pattern of a shell means.</summary>
    /// <param name="pattern">As it stands in the file.</param>
    /// <returns>Null for a text that holds no wildcard, or that was meant as an expression.</returns>
    public static string? AsExpression(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length is 0 or > MostLetters || pattern.AsSpan().IndexOfAny("*?{[") < 0
            || pattern.AsSpan().IndexOfAny(SignsOfExpressions) >= 0 || pattern.Contains(".*", StringComparison.Ordinal))
        {
            return null;
        }

        pattern = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern.TrimStart('/');
        var expression = new StringBuilder(pattern.Contains('/', StringComparison.Ordinal) ? "^" : "(^|/)");
        var braces = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/"))
            {
                expression.Append("(.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**"))
            {
                expression.Append(".*");
                i++;
            }
            else
            {
                expression.Append(One(pattern, i, ref braces));
            }
        }

        return braces != 0 ? null : Shortened(expression.Append('$').ToString());
    }

    private static string One(string pattern, int at, ref int braces)
    {
        switch (pattern[at])
        {
            case '*':
                return "[^/]*";
            case '?':
                return "[^/]";
            case '.':
                return "\\.";
            case '{':
                braces++;
                return "(";
            case '}':
                braces--;
                return ")";
            case ',' when braces > 0:
                return "|";
            case '!' when at > 0 && pattern[at - 1] == '[':
                return "^";
            default:
                return pattern[at].ToString();
        }
    }

    // What matches anything, at an end of the path, says nothing.
    private static string Shortened(string expression)
    {
        foreach (var start in (ReadOnlySpan<string>)["^(.*/)?[^/]*", "(^|/)[^/]*", "^.*"])
        {
            if (expression.StartsWith(start, StringComparison.Ordinal) && expression.Length > start.Length + 1)
            {
                expression = expression[start.Length..];
                break;
            }
        }

        foreach (var end in (ReadOnlySpan<string>)["(.*/)?[^/]*$", ".*$"])
        {
            if (expression.EndsWith(end, StringComparison.Ordinal) && expression.Length > end.Length)
            {
                return expression[..^end.Length];
            }
        }

        return expression;
    }
}
