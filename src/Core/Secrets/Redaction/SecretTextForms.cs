using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// A value as the languages around charts write it: quoted, escaped for JSON, YAML, shells, HTML, XML, scripts and URLs. Not safe for
/// concurrent use.
/// </summary>
internal sealed class SecretTextForms : IDisposable
{
    private static readonly Func<Rune, string?>[] Escapes =
    [
        Json, JsonForHtml, JsonInAscii, YamlDouble, YamlSingle, ShellSingle, ShellDouble, ShellBackslashes, Html, HtmlByName, HtmlByNumber,
        Xml, Script, Csv, Hidden,
    ];

    // What each way of escaping URLs keeps besides letters and digits.
    private static readonly string[] KeptInUrls = ["-_.~", "-_.~$&+=:@", "-_.~$&+,/:;=@", "-_.!~*'()"];

    private readonly WipedBuffer<char> _form = new();
    private readonly WipedBuffer<char> _quoted = new();
    private readonly WipedBuffer<byte> _bytes = new();
    private readonly WipedBuffer<byte> _quotedBytes = new();

    /// <summary>The value, the value without blanks around or within it, and each form in which it differs from itself.</summary>
    /// <param name="value">Lent for the call.</param>
    /// <param name="visit">Receives each form; some may be equal.</param>
    public void Visit(ReadOnlySpan<char> value, FormVisitor visit)
    {
        visit(value);
        if (IsWrittenAsIs(value))
        {
            return;
        }

        if (value.Trim() is var trimmed && trimmed.Length < value.Length)
        {
            Visit(trimmed, visit);
        }

        VisitWithoutBlanks(value, visit);
        VisitQuoted(value, visit);
        foreach (var escape in Escapes)
        {
            VisitEscaped(value, escape, visit);
        }

        VisitInUrls(value, visit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _form.Dispose();
        _quoted.Dispose();
        _bytes.Dispose();
        _quotedBytes.Dispose();
    }

    private static bool IsWrittenAsIs(ReadOnlySpan<char> value)
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

    private void VisitWithoutBlanks(ReadOnlySpan<char> value, FormVisitor visit)
    {
        foreach (var c in value)
        {
            if (!char.IsWhiteSpace(c))
            {
                _form.Append(c);
            }
        }

        visit(_form.Span);
        _form.Clear();
    }

    // As Go quotes it, without the quotes, and the same as JSON writes it that may be part of a page.
    private void VisitQuoted(ReadOnlySpan<char> value, FormVisitor visit)
    {
        Encoding.UTF8.GetBytes(value, _bytes);
        foreach (var style in (ReadOnlySpan<GoQuoteStyle>)[GoQuoteStyle.Quote, GoQuoteStyle.Ascii])
        {
            GoQuote.Write(_quotedBytes, _bytes.Span, style);
            Encoding.UTF8.GetChars(_quotedBytes.Span[1..^1], _quoted);
            visit(_quoted.Span);
            VisitEscaped(_quoted.Span, JsonForHtmlOnly, visit);
            _quoted.Clear();
            _quotedBytes.Clear();
        }

        _bytes.Clear();
    }

    private void VisitEscaped(ReadOnlySpan<char> value, Func<Rune, string?> escape, FormVisitor visit)
    {
        Span<char> units = stackalloc char[2];
        foreach (var rune in value.EnumerateRunes())
        {
            _form.Append(escape(rune) is { } escaped ? escaped : units[..rune.EncodeToUtf16(units)]);
        }

        visit(_form.Span);
        _form.Clear();
    }

    private void VisitInUrls(ReadOnlySpan<char> value, FormVisitor visit)
    {
        Encoding.UTF8.GetBytes(value, _bytes);
        foreach (var kept in KeptInUrls)
        {
            foreach (var blank in (ReadOnlySpan<string>)["%20", "+"])
            {
                foreach (var b in _bytes.Span)
                {
                    AppendToUrl((char)b, kept, blank);
                }

                visit(_form.Span);
                _form.Clear();
            }
        }

        _bytes.Clear();
    }

    private void AppendToUrl(char c, string kept, string blank)
    {
        const string Digits = "0123456789ABCDEF";
        if (char.IsAsciiLetterOrDigit(c) || kept.Contains(c, StringComparison.Ordinal))
        {
            _form.Append(c);
        }
        else if (c == ' ')
        {
            _form.Append(blank);
        }
        else
        {
            _form.Append(['%', Digits[c >> 4], Digits[c & 0xf]]);
        }
    }

    private static string? Json(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' or '\u2028' or '\u2029' => Unicode(rune),
        _ => null,
    };

    // As JSON is written that may be part of a page.
    private static string? JsonForHtml(Rune rune) => JsonForHtmlOnly(rune) ?? Json(rune);

    private static string? JsonForHtmlOnly(Rune rune) => rune.Value is '<' or '>' or '&' ? Unicode(rune) : null;

    private static string? JsonInAscii(Rune rune) => rune.Value > '~' ? Unicode(rune) : Json(rune);

    private static string? YamlDouble(Rune rune) => rune.Value switch
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
        < ' ' or '\u007f' => "\\x" + rune.Value.ToString("x2", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? YamlSingle(Rune rune) => rune.Value == '\'' ? "''" : null;

    private static string? ShellSingle(Rune rune) => rune.Value == '\'' ? "'\\''" : null;

    private static string? ShellDouble(Rune rune) => rune.Value is '$' or '`' or '"' or '\\' or '!' ? "\\" + rune : null;

    private static string? ShellBackslashes(Rune rune) =>
        rune.Value == ' ' || (rune.IsAscii && rune.Value > ' ' && !Rune.IsLetterOrDigit(rune)
            && rune.Value is not ('-' or '_' or '.' or '/' or '@' or ':' or '%' or '+' or '='))
            ? "\\" + rune
            : null;

    private static string? Html(Rune rune) => rune.Value switch
    {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '"' => "&#34;",
        '\'' => "&#39;",
        _ => null,
    };

    private static string? HtmlByName(Rune rune) => rune.Value switch
    {
        '"' => "&quot;",
        '\'' => "&apos;",
        _ => Html(rune),
    };

    // Letters of Latin-1 and what is beyond sixteen bits by their numbers.
    private static string? HtmlByNumber(Rune rune) => rune.Value switch
    {
        '"' => "&quot;",
        (>= 160 and < 256) or > 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
        _ => Html(rune),
    };

    private static string? Xml(Rune rune) => rune.Value switch
    {
        '\t' => "&#x9;",
        '\n' => "&#xA;",
        '\r' => "&#xD;",
        _ => Html(rune),
    };

    private static string? Script(Rune rune) => rune.Value switch
    {
        '\'' => "\\'",
        '=' or < ' ' => Unicode(rune),
        '"' or '\\' => "\\" + rune,
        _ => JsonForHtmlOnly(rune),
    };

    private static string? Csv(Rune rune) => rune.Value == '"' ? "\"\"" : null;

    // As our own messages show it.
    private static string? Hidden(Rune rune) => DisplayText.IsHidden(rune) ? DisplayText.Field(rune.ToString()) : null;

    private static string Unicode(Rune rune)
    {
        Span<char> units = stackalloc char[2];
        var text = "";
        foreach (var unit in units[..rune.EncodeToUtf16(units)])
        {
            text += "\\u" + ((int)unit).ToString("x4", CultureInfo.InvariantCulture);
        }

        return text;
    }
}
