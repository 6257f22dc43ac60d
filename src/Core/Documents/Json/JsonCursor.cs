using System.Buffers;
using System.Text.Unicode;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Documents.Json;

/// <summary>A position in JSON text, with the lexical rules and the errors that need no grammar.</summary>
internal ref struct JsonCursor(ReadOnlyMemory<byte> text)
{
    /// <summary>What the reference says before every complaint about the text of a file.</summary>
    private const string Prefix = "Could not unmarshal input data: ";

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (
            byte)'\\',
    ]);

    private readonly ReadOnlyMemory<byte> _memory = text;
    private readonly ReadOnlySpan<byte> _text = text.Span;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _text.Length;

    public readonly byte Current => _text[Position];

    public void Skip() => Position++;

    public readonly ReadOnlySpan<byte> Since(int start) => _text[start..Position];

    public bool Take(byte wanted)
    {
        if (AtEnd || Current != wanted)
        {
            return false;
        }

        Position++;
        return true;
    }

    public void SkipWhile(SearchValues<byte> set)
    {
        var length = _text[Position..].IndexOfAnyExcept(set);
        Position = length < 0 ? _text.Length : Position + length;
    }

    /// <summary>Moves over white space to the next token and returns its first byte.</summary>
    public byte PeekToken(string atEnd = "unexpected EOF")
    {
        while (Position < _text.Length)
        {
            var next = _text[Position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r'))
            {
                return next;
            }

            Position++;
        }

        throw Malformed(atEnd);
    }

    public void ExpectEnd()
    {
        while (!AtEnd)
        {
            if (Current is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r'))
            {
                throw Unexpected(" after top-level value");
            }

            Position++;
        }
    }

    public void ExpectLiteral(ReadOnlySpan<byte> literal)
    {
        foreach (var letter in literal)
        {
            if (AtEnd)
            {
                throw EndedEarly();
            }

            if (Current != letter)
            {
                throw Unexpected($" in literal {System.Text.Encoding.ASCII.GetString(literal)} (expecting '{(char)letter}')");
            }

            Position++;
        }
    }

    /// <summary>Reads the string whose opening quote is the current byte.</summary>
    public ByteString ReadString()
    {
        var start = ++Position;
        var escaped = false;
        while (true)
        {
            var stop = _text[Position..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                Position = _text.Length;
                throw EndedEarly();
            }

            Position += stop;
            if (Current == '"')
            {
                break;
            }

            if (Current != '\\')
            {
                throw Unexpected(" in string literal");
            }

            escaped = true;
            SkipEscape();
        }

        var end = Position++;
        var raw = _text[start..end];
        return !escaped && Utf8.IsValid(raw)
            ? new ByteString(_memory[start..end])
            : new ByteString(JsonStringDecoder.Decode(raw).AsMemory());
    }

    /// <summary>The text ended inside a value. The reference takes some of these for a shorter document and loses data.</summary>
    public readonly DocumentException EndedEarly() => Malformed("unexpected EOF");

    public readonly DocumentException Unexpected(string context) => Malformed($"invalid character {JsonCharacter.Quote(Current)}{context}");

    public readonly DocumentException Malformed(string message) => Fail(ErrorCode.MalformedDocument, DocumentFault.Syntax, message);

    public readonly DocumentException Unsupported(string message) =>
        Fail(ErrorCode.UnsupportedDocument, DocumentFault.WrongKind, message);

    public readonly DocumentException Exceeded(string message) => Fail(ErrorCode.LimitExceeded, DocumentFault.Limit, message);

    private void SkipEscape()
    {
        Position++;
        if (AtEnd)
        {
            throw EndedEarly();
        }

        if (!"\"\\/bfnrtu"u8.Contains(Current))
        {
            throw Unexpected(" in string escape code");
        }

        if (_text[Position++] != 'u')
        {
            return;
        }

        for (var end = Position + 4; Position < end; Position++)
        {
            if (AtEnd)
            {
                throw EndedEarly();
            }

            if (!char.IsAsciiHexDigit((char)Current))
            {
                throw Unexpected(" in \\u hexadecimal character escape");
            }
        }
    }

    private readonly DocumentException Fail(ErrorCode code, DocumentFault fault, string message)
    {
        var (line, column) = TextPosition.Of(_text, Position);
        return new DocumentException(code, fault, Prefix + message, line, column);
    }
}
