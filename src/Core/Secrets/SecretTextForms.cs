using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>A value as the languages around charts write it: quoted, escaped for JSON, YAML, shells, HTML, XML, scripts and URLs.</summary>
internal static class SecretTextForms
{
    private static readonly Func<char, string?>[] Escapes =
    [
        Json, JsonForHtml, JsonInAscii, YamlDouble, YamlSingle, ShellSingle, ShellDouble, ShellBackslashes, Html, HtmlByName, Xml, Script,
        Csv,
    ];

    /// <summary>The value, the value without blanks around or within it, and each form in which it differs from itself.</summary>
    public static IEnumerable<string> Of(string value)
    {
        yield return value;
        if (IsWrittenAsIs(value))
        {
            yield break;
        }

        if (value.Trim() is var trimmed && trimmed.Length < value.Length)
        {
            foreach (var form in Of(trimmed))
            {
                yield return form;
            }
        }

        yield return string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
        yield return DisplayText.Field(value);
        var quoted = GoQuote.Format(value)[1..^1];
        yield return quoted;
        yield return Written(quoted, JsonForHtmlOnly);
        yield return GoQuote.Format(value, GoQuoteStyle.Ascii)[1..^1];
        foreach (var escape in Escapes)
        {
            yield return Written(value, escape);
        }

        yield return System.Net.WebUtility.HtmlEncode(value);
        var bytes = Encoding.UTF8.GetBytes(value);
        foreach (var kept in (string[])["-_.~", "-_.~$&+=:@", "-_.~$&+,/:;=@", "-_.!~*'()"])
        {
            var escaped = InUrl(bytes, kept);
            yield return escaped;
            yield return escaped.Replace("%20", "+", StringComparison.Ordinal);
        }
    }

    private static bool IsWrittenAsIs(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Written(string value, Func<char, string?> escape)
    {
        StringBuilder? text = null;
        for (var at = 0; at < value.Length; at++)
        {
            if (escape(value[at]) is { } written)
            {
                (text ??= new StringBuilder(value, 0, at, value.Length + 16)).Append(written);
            }
            else
            {
                text?.Append(value[at]);
            }
        }

        return text?.ToString() ?? value;
    }

    private static string? Json(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' or '\u2028' or '\u2029' => Unicode(c),
        _ => null,
    };

    // As JSON is written that may stand in a page.
    private static string? JsonForHtml(char c) => JsonForHtmlOnly(c) ?? Json(c);

    private static string? JsonForHtmlOnly(char c) => c is '<' or '>' or '&' ? Unicode(c) : null;

    private static string? JsonInAscii(char c) => c > '~' ? Unicode(c) : Json(c);

    private static string? YamlDouble(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\0' => "\\0",
        '\a' => "\\a",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\v' => "\\v",
        '\f' => "\\f",
        '\r' => "\\r",
        '\e' => "\\e",
        '\u0085' => "\\N",
        '\u00a0' => "\\_",
        '\u2028' => "\\L",
        '\u2029' => "\\P",
        < ' ' or '\u007f' => "\\x" + ((int)c).ToString("x2", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? YamlSingle(char c) => c == '\'' ? "''" : null;

    private static string? ShellSingle(char c) => c == '\'' ? "'\\''" : null;

    private static string? ShellDouble(char c) => c is '$' or '`' or '"' or '\\' or '!' ? "\\" + c : null;

    private static string? ShellBackslashes(char c) => char.IsAscii(c)
        && !char.IsAsciiLetterOrDigit(c)
        && c is > ' ' and not ('-' or '_' or '.' or '/' or '@' or ':' or '%' or '+' or '=')
        ? "\\" + c
        : c == ' ' ? "\\ " : null;

    private static string? Html(char c) => c switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&#34;",
        '\'' => "&#39;",
        _ => null,
    };

    private static string? HtmlByName(char c) => c switch
    {
        '"' => "&quot;",
        '\'' => "&apos;",
        _ => Html(c),
    };

    private static string? Xml(char c) => c switch
    {
        '\t' => "&#x9;",
        '\n' => "&#xA;",
        '\r' => "&#xD;",
        _ => Html(c),
    };

    private static string? Script(char c) => c switch
    {
        '\'' => "\\'",
        '=' or < ' ' => Unicode(c),
        '"' or '\\' => "\\" + c,
        _ => JsonForHtmlOnly(c),
    };

    private static string? Csv(char c) => c == '"' ? "\"\"" : null;

    private static string Unicode(char c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture);

    private static string InUrl(byte[] bytes, string kept)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var b in bytes)
        {
            _ = char.IsAsciiLetterOrDigit((char)b) || kept.Contains((char)b, StringComparison.Ordinal)
                ? text.Append((char)b)
                : text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
