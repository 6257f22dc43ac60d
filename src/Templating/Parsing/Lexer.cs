using System.Text;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Parsing;

/// <summary>
/// Cuts a template into tokens, one at a time. Trim markers and comments end here: the parser sees neither (spec go-template.md 1.1, 1.2).
/// Follows a failure by nothing: the parser reports the error token, whose text is <see cref="Error"/>.
/// </summary>
internal sealed partial class Lexer(byte[] text)
{
    private readonly byte[] _text = text;
    private int _start;
    private int _position;
    private int _startLine = 1;
    private int _parens;
    private bool _insideAction;

    /// <summary>What is wrong, once a token of kind <see cref="TokenKind.Error"/> has come.</summary>
    public string Error { get; private set; } = "";

    /// <summary>What is wrong, for a token of that kind.</summary>
    public TemplateFault Fault { get; private set; }

    /// <summary>Whether the text ended inside an action.</summary>
    public bool EndsInAction { get; private set; }

    private ReadOnlySpan<byte> Rest => _text.AsSpan(_position);

    public Token Next() => _insideAction ? NextInAction() : NextOutside();

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool OpensTrimmed(ReadOnlySpan<byte> afterDelimiter) => afterDelimiter is [(byte)'-', var c, ..] && IsSpace(c);

    private Token NextOutside()
    {
        while (true)
        {
            var open = Rest.IndexOf("{{"u8);
            if (open < 0)
            {
                _position = _text.Length;
                return Emit(_position > _start ? TokenKind.Text : TokenKind.Eof);
            }

            var delimiter = _position + open;
            if (open > 0)
            {
                var end = delimiter;
                if (OpensTrimmed(_text.AsSpan(delimiter + 2)))
                {
                    while (end > _start && IsSpace(_text[end - 1]))
                    {
                        end--;
                    }
                }

                _position = end;
                var token = Emit(TokenKind.Text);
                _position = delimiter;
                Ignore();
                if (token.Length > 0)
                {
                    return token;
                }
            }

            if (LeftDelimiter() is { } result)
            {
                return result;
            }
        }
    }

    // Null after a comment, which leaves no token.
    private Token? LeftDelimiter()
    {
        _position += 2;
        var marker = OpensTrimmed(Rest) ? 2 : 0;
        if (Rest[marker..].StartsWith("/*"u8))
        {
            _position += marker;
            Ignore();
            return Comment();
        }

        var token = Emit(TokenKind.LeftDelimiter);
        _position += marker;
        Ignore();
        _insideAction = true;
        _parens = 0;
        return token;
    }

    private Token? Comment()
    {
        _position += 2;
        var close = Rest.IndexOf("*/"u8);
        if (close < 0)
        {
            return Fail("unclosed comment");
        }

        _position += close + 2;
        if (!AtRightDelimiter(out var trims))
        {
            return Fail("comment ends before closing delimiter");
        }

        _position += trims ? 4 : 2;
        SkipSpace(trims);
        return null;
    }

    private bool AtRightDelimiter(out bool trims)
    {
        var rest = Rest;
        trims = rest is [var space, (byte)'-', (byte)'}', (byte)'}', ..] && IsSpace(space);
        return trims || rest is [(byte)'}', (byte)'}', ..];
    }

    private Token RightDelimiter(bool trims)
    {
        if (trims)
        {
            _position += 2;
            Ignore();
        }

        _position += 2;
        var token = Emit(TokenKind.RightDelimiter);
        SkipSpace(trims);
        _insideAction = false;
        return token;
    }

    private void SkipSpace(bool skips)
    {
        while (skips && _position < _text.Length && IsSpace(_text[_position]))
        {
            _position++;
        }

        Ignore();
    }

    private Token Emit(TokenKind kind)
    {
        var token = new Token(kind, _start, _position - _start, _startLine);
        Ignore();
        return token;
    }

    // For what cannot hold a line break.
    private Token EmitWord(TokenKind kind)
    {
        var token = new Token(kind, _start, _position - _start, _startLine);
        _start = _position;
        return token;
    }

    private void Ignore()
    {
        _startLine += _text.AsSpan(_start, _position - _start).Count((byte)'\n');
        _start = _position;
    }

    private Token Fail(string message, TemplateFault fault = TemplateFault.Syntax)
    {
        (Error, Fault) = (message, fault);
        return new(TokenKind.Error, _start, 0, _startLine);
    }

    /// <summary>The character at the position; U+FFFD of one byte where the text is not UTF-8, -1 at the end.</summary>
    private int Peek(out int width)
    {
        if (_position >= _text.Length)
        {
            width = 0;
            return -1;
        }

        var first = _text[_position];
        if (first < 0x80)
        {
            width = 1;
            return first;
        }

        if (Rune.DecodeFromUtf8(Rest, out var rune, out width) != System.Buffers.OperationStatus.Done)
        {
            width = 1;
            return Rune.ReplacementChar.Value;
        }

        return rune.Value;
    }
}
