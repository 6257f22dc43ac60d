using System.Globalization;
using System.Text;

namespace SecretsKit.Providers.Webhook.JsonPath;

/// <summary>The letters of a path, read from left to right.</summary>
/// <param name="text">The path.</param>
internal sealed class JsonPathText(string text)
{
    private int _at;

    /// <summary>Whether all of it was read, but for white space.</summary>
    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == text.Length;
        }
    }

    /// <summary>The next letter; zero at the end.</summary>
    public char Peek(int ahead = 0) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    /// <summary>Reads a word of marks if it is next, white space before it included.</summary>
    public bool Take(string mark)
    {
        SkipSpace();
        if (!text.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal))
        {
            return false;
        }

        _at += mark.Length;
        return true;
    }

    /// <summary>Reads a mark that must be next.</summary>
    public void Require(string mark)
    {
        if (!Take(mark))
        {
            throw Wrong($"expected {mark}");
        }
    }

    /// <summary>Reads a name: letters, digits and underlines; empty if there is none.</summary>
    public string TakeName()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>Reads a whole number; null if there is none.</summary>
    public int? TakeInteger()
    {
        SkipSpace();
        var start = _at;
        _at += Peek() == '-' ? 1 : 0;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        if (int.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _at = start;
        return null;
    }

    /// <summary>Reads a number; null if there is none.</summary>
    public double? TakeNumber()
    {
        SkipSpace();
        var end = _at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+' or 'e' or 'E'))
        {
            end++;
        }

        if (!double.TryParse(text.AsSpan(_at, end - _at), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        _at = end;
        return number;
    }

    /// <summary>Reads a text in double quotes or backquotes; null if there is none. Single quotes hold none, as in the reference.</summary>
    public string? TakeString()
    {
        SkipSpace();
        if (Peek() == '\'')
        {
            throw Wrong("could not parse string: texts are in double quotes");
        }

        if (Peek() is not ('"' or '`'))
        {
            return null;
        }

        var quote = text[_at++];
        var read = new StringBuilder();
        while (Peek() != quote)
        {
            if (Peek() == '\\' && quote == '"')
            {
                _at++;
                read.Append(Peek() switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                read.Append(Peek());
            }

            if (++_at > text.Length)
            {
                throw Wrong("a text has no end");
            }
        }

        _at++;
        return read.ToString();
    }

    /// <summary>A failure at this place.</summary>
    public JsonPathException Wrong(string problem) => new(JsonPathFault.Syntax, string.Create(
        CultureInfo.InvariantCulture, $"parsing error: {text}: column {Math.Min(_at, text.Length) + 1}: {problem}"));

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }
}
