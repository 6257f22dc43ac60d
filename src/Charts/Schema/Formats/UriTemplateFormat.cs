using System.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>uri-template</c> by RFC 6570.</summary>
internal static class UriTemplateFormat
{
    public static string? Check(ReadOnlySpan<byte> text)
    {
        var rest = Encoding.UTF8.GetString(text).AsSpan();
        while (!rest.IsEmpty)
        {
            var c = rest[0];
            if (c == '{')
            {
                var end = rest.IndexOf('}');
                if (end < 0)
                {
                    return "missing }";
                }

                if (!IsExpression(rest[1..end]))
                {
                    return "invalid expression";
                }

                rest = rest[(end + 1)..];
                continue;
            }

            if (c is <= ' ' or '"' or '<' or '>' or '\\' or '^' or '`' or '|' or '}' or (>= '\x7F' and < '\xA0') || (c == '%' && !IsEscape(rest)))
            {
                return "invalid character";
            }

            rest = rest[1..];
        }

        return null;
    }

    private static bool IsExpression(ReadOnlySpan<char> expression)
    {
        if (!expression.IsEmpty && "+#./;?&".Contains(expression[0]))
        {
            expression = expression[1..];
        }

        foreach (var range in expression.Split(','))
        {
            if (!IsVariable(expression[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVariable(ReadOnlySpan<char> variable)
    {
        if (variable.EndsWith("*"))
        {
            variable = variable[..^1];
        }
        else if (variable.IndexOf(':') is var colon and >= 0)
        {
            var length = variable[(colon + 1)..];
            if (length.Length is 0 or > 4 || length[0] == '0' || length.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }

            variable = variable[..colon];
        }

        var afterDot = true;
        for (var i = 0; i < variable.Length; i++)
        {
            var c = variable[i];
            var isEscape = c == '%' && IsEscape(variable[i..]);
            if (!(char.IsAsciiLetterOrDigit(c) || c == '_' || isEscape || (c == '.' && !afterDot)))
            {
                return false;
            }

            afterDot = c == '.';
        }

        return !afterDot;
    }

    private static bool IsEscape(ReadOnlySpan<char> text) => text.Length > 2 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);
}
