using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Parsing;

internal sealed partial class Lexer
{
    private static readonly SearchValues<byte> WordBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    private Token NextInAction()
    {
        if (AtRightDelimiter(out var trims))
        {
            return _parens == 0 ? RightDelimiter(trims) : Fail("unclosed left paren");
        }

        var c = Peek(out var width);
        _position += width;
        switch (c)
        {
            case -1:
                EndsInAction = true;
                return Fail("unclosed action", TemplateFault.Unclosed);
            case ' ' or '\t' or '\r' or '\n':
                return Space();
            case '=':
                return EmitWord(TokenKind.Assign);
            case ':':
                return Accept("="u8) ? EmitWord(TokenKind.Declare) : Fail("expected :=");
            case '|':
                return EmitWord(TokenKind.Pipe);
            case '"':
                return Quoted('"', TokenKind.String, "unterminated quoted string");
            case '\'':
                return Quoted('\'', TokenKind.CharacterConstant, "unterminated character constant");
            case '`':
                return RawString();
            case '$':
                return FieldOrVariable(TokenKind.Variable, TokenKind.Variable);
            case '.' when Rest is not ([] or [>= (byte)'0' and <= (byte)'9', ..]):
                return FieldOrVariable(TokenKind.Field, TokenKind.Dot);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                _position--;
                return Number();
            case '(':
                _parens++;
                return EmitWord(TokenKind.LeftParen);
            case ')':
                return --_parens < 0 ? Fail("unexpected right paren") : EmitWord(TokenKind.RightParen);
            case var _ when IsAlphanumeric(c):
                return Identifier();
            case > ' ' and < 0x7f:
                return EmitWord(TokenKind.Character);
            default:
                return Fail("unrecognized character in action: " + Describe(c));
        }
    }

    private Token Space()
    {
        // Most blanks are one, before a word.
        if (_position < _text.Length && _text[_position] is > (byte)' ' and not (byte)'-')
        {
            return Emit(TokenKind.Space);
        }

        while (_position < _text.Length && IsSpace(_text[_position]))
        {
            _position++;
        }

        // The last blank may belong to a closing delimiter that trims.
        _position--;
        if (AtRightDelimiter(out var trims) && trims)
        {
            return _position == _start ? RightDelimiter(trims) : Emit(TokenKind.Space);
        }

        _position++;
        return Emit(TokenKind.Space);
    }

    private Token Identifier()
    {
        SkipAlphanumeric();
        if (!AtTerminator())
        {
            return Fail("bad character " + Describe(Peek(out _)));
        }

        return EmitWord(Keyword(_text.AsSpan(_start, _position - _start)));
    }

    private static TokenKind Keyword(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 when word.SequenceEqual("if"u8) => TokenKind.If,
        3 when word.SequenceEqual("end"u8) => TokenKind.End,
        3 when word.SequenceEqual("nil"u8) => TokenKind.Nil,
        4 when word.SequenceEqual("else"u8) => TokenKind.Else,
        4 when word.SequenceEqual("with"u8) => TokenKind.With,
        4 when word.SequenceEqual("true"u8) => TokenKind.Boolean,
        5 when word.SequenceEqual("false"u8) => TokenKind.Boolean,
        5 when word.SequenceEqual("range"u8) => TokenKind.Range,
        5 when word.SequenceEqual("block"u8) => TokenKind.Block,
        5 when word.SequenceEqual("break"u8) => TokenKind.Break,
        6 when word.SequenceEqual("define"u8) => TokenKind.Define,
        8 when word.SequenceEqual("template"u8) => TokenKind.Template,
        8 when word.SequenceEqual("continue"u8) => TokenKind.Continue,
        _ => TokenKind.Identifier,
    };

    private Token FieldOrVariable(TokenKind named, TokenKind bare)
    {
        if (AtTerminator())
        {
            return EmitWord(bare);
        }

        SkipAlphanumeric();
        return AtTerminator() ? EmitWord(named) : Fail("bad character " + Describe(Peek(out _)));
    }

    private Token Quoted(int quote, TokenKind kind, string unterminated)
    {
        while (true)
        {
            var c = Peek(out var width);
            _position += width;
            if (c == '\\')
            {
                c = Peek(out width);
                _position += width;
                if (c is not (-1 or '\n'))
                {
                    continue;
                }
            }

            if (c is -1 or '\n')
            {
                return Fail(unterminated, TemplateFault.Unclosed);
            }

            if (c == quote)
            {
                return EmitWord(kind);
            }
        }
    }

    private Token RawString()
    {
        var close = Rest.IndexOf((byte)'`');
        if (close < 0)
        {
            return Fail("unterminated raw quoted string");
        }

        _position += close + 1;
        return Emit(TokenKind.RawString);
    }

    private Token Number()
    {
        if (!ScanNumber())
        {
            return BadNumber();
        }

        if (Rest is [(byte)'+' or (byte)'-', ..])
        {
            // A complex constant: no blanks, and it ends in i.
            return ScanNumber() && _text[_position - 1] == 'i' ? EmitWord(TokenKind.Complex) : BadNumber();
        }

        return EmitWord(TokenKind.Number);
    }

    private Token BadNumber() => Fail("bad number syntax: " + GoQuote.Format(_text.AsSpan(_start, _position - _start), GoQuoteStyle.Quote));

    private bool ScanNumber()
    {
        Accept("+-"u8);
        var digits = "0123456789_"u8;
        var exponent = "eE"u8;
        if (Accept("0"u8))
        {
            if (Accept("xX"u8))
            {
                digits = "0123456789abcdefABCDEF_"u8;
                exponent = "pP"u8;
            }
            else if (Accept("oO"u8))
            {
                digits = "01234567_"u8;
                exponent = [];
            }
            else if (Accept("bB"u8))
            {
                digits = "01_"u8;
                exponent = [];
            }
        }

        AcceptRun(digits);
        if (Accept("."u8))
        {
            AcceptRun(digits);
        }

        if (Accept(exponent))
        {
            Accept("+-"u8);
            AcceptRun("0123456789_"u8);
        }

        Accept("i"u8);
        var next = Peek(out var width);
        if (!IsAlphanumeric(next))
        {
            return true;
        }

        _position += width;
        return false;
    }

    private bool Accept(ReadOnlySpan<byte> any)
    {
        if (_position >= _text.Length || !any.Contains(_text[_position]))
        {
            return false;
        }

        _position++;
        return true;
    }

    private void AcceptRun(ReadOnlySpan<byte> any)
    {
        while (Accept(any))
        {
        }
    }

    private void SkipAlphanumeric()
    {
        var rest = Rest;
        var ascii = rest.IndexOfAnyExcept(WordBytes);
        _position += ascii < 0 ? rest.Length : ascii;
        while (IsAlphanumeric(Peek(out var width)))
        {
            _position += width;
        }
    }

    private bool AtTerminator() => Rest switch
    {
        [] => true,
        [(byte)'.' or (byte)',' or (byte)'|' or (byte)':' or (byte)')' or (byte)'(', ..] => true,
        [(byte)'}', (byte)'}', ..] => true,
        [var c, ..] => IsSpace(c),
    };

    private static bool IsAlphanumeric(int c) => c < 0x80
        ? c == '_' || (c >= 0 && char.IsAsciiLetterOrDigit((char)c))
        : GoUnicode.IsLetter(new Rune(c)) || GoUnicode.IsDigit(new Rune(c));

    // Go's %#U: the number, and the character if it can be seen.
    private static string Describe(int c)
    {
        var rune = c < 0 ? Rune.ReplacementChar : new Rune(c);
        return GoUnicode.IsPrint(rune) ? $"U+{rune.Value:X4} '{rune}'" : $"U+{rune.Value:X4}";
    }
}
