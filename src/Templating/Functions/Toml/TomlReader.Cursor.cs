using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Where the reader is, and failures there.</summary>
internal ref partial struct TomlReader
{
    // What a read behind the end gives; also what messages show there. No NUL of the text is ever taken for it, since those are refused.
    private const int EndOfText = 0;

    private int Next()
    {
        _before = _at;
        if (_at == _text.Length)
        {
            _isEnded = true;
            return EndOfText;
        }

        if (Rune.DecodeFromUtf8(_text[_at..], out var rune, out var width) != OperationStatus.Done)
        {
            throw FailAt(_line, $"invalid UTF-8 byte: 0x{_text[_at]:x2}");
        }

        var isLoneReturn = rune.Value == '\r' && !_text[(_at + 1)..].StartsWith("\n"u8);
        if (isLoneReturn || rune.Value is (< ' ' and not ('\t' or '\n' or '\r')) or 0x7f)
        {
            throw FailAt(_line, $"TOML files cannot contain control characters: '0x{rune.Value:x2}'");
        }

        _line += rune.Value == '\n' ? 1 : 0;
        _at += width;
        return rune.Value;
    }

    /// <summary>Takes the last read back.</summary>
    private void Back() => Return(_before);

    private void Return(int position)
    {
        _line -= _text[position.._at].Count((byte)'\n');
        _at = position;
        _isEnded = false;
    }

    private int Peek()
    {
        var next = Next();
        Back();
        return next;
    }

    private bool Accept(int wanted)
    {
        if (Next() == wanted)
        {
            return true;
        }

        Back();
        return false;
    }

    private void SkipBlanks()
    {
        while (Next() is ' ' or '\t')
        {
        }

        Back();
    }

    // The mark of a comment has been read; the line break behind it stays.
    private void SkipComment()
    {
        while (Next() is not ('\n' or '\r' or EndOfText))
        {
        }

        Back();
    }

    private readonly TomlException Fail(string message) =>
        FailAt(_isEnded && _at > 0 && _text[_at - 1] == '\n' ? _line - 1 : _line, message);

    // About a line break that has been read. Of a break of two characters only the first has: then the line is that before it, as in the
    // reference.
    private readonly TomlException FailOnLineBefore(string message) => FailAt(_line - 1, message);

    private readonly TomlException FailAt(int line, string message)
    {
        var key = _document.LastKey;
        var place = key.Length > 0 ? $" (last key {GoQuote.Format(key)})" : "";
        return new($"toml: line {line}{place}: {message}");
    }

    private static string Show(int rune) => GoQuote.FormatRune(rune);

    private static string ShowPlain(int rune) => rune == EndOfText ? "end of file" : $"'{new Rune(rune)}'";
}
