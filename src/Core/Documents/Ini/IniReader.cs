using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>
/// Reads INI as go-ini 1.67 does with the reference's options: sections may repeat, every value is text, and <c>#</c> or <c>;</c>
/// opens a comment anywhere in an unquoted value.
/// </summary>
internal ref struct IniReader(ReadOnlyMemory<byte> text, DocumentLimits limits)
{
    private readonly DocumentLimits _limits = limits;
    private readonly List<IniSection> _sections = [new IniSection(IniText.DefaultSection)];

    // What was commented since the last section or key, line feeds included.
    private readonly ArrayBufferWriter<byte> _comment = new();
    private IniLines _lines = new(text.Span);
    private int _autoNumber = 1;
    private int _nodes;

    public MapNode Read()
    {
        while (_lines.Next(out var raw))
        {
            var line = UnicodeSpace.TrimStart(raw);
            if (line.IsEmpty)
            {
                continue;
            }

            switch (line[0])
            {
                case (byte)'#' or (byte)';':
                    _comment.Write(line);
                    break;
                case (byte)'[':
                    ReadHeader(line);
                    break;
                default:
                    ReadKey(line);
                    break;
            }
        }

        return new MapNode(_sections.ConvertAll(section => section.ToEntry()));
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        var close = line.LastIndexOf((byte)']');
        if (close < 0)
        {
            throw Malformed("unclosed section: ");
        }

        if (close == 1)
        {
            throw new DocumentException(
                ErrorCode.MalformedDocument, DocumentFault.Syntax, IniText.ReadPrefix + "empty section name", _lines.Number, 1);
        }

        CountNode();
        KeepComment(line[(close + 1)..]);
        _sections.Add(new IniSection(new ByteString(line[1..close])) { Comment = TakeComment() });
        _autoNumber = 1;
    }

    private void ReadKey(ReadOnlySpan<byte> line)
    {
        CountNode();
        var number = _lines.Number;
        var name = ReadName(line, out var valueStart);
        if (name.SequenceEqual("-"u8))
        {
            name = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"#{_autoNumber++}"));
        }

        var value = ReadValue(line[valueStart..]);
        if (name.IsEmpty)
        {
            throw Malformed("empty key name: ", number);
        }

        _sections[^1].Set(new ByteString(name), value).Comment = TakeComment();
    }

    private readonly ReadOnlySpan<byte> ReadName(ReadOnlySpan<byte> line, out int valueStart)
    {
        var quote = line[0] switch
        {
            (byte)'"' when line.Length > 6 && line.StartsWith("\"\"\""u8) => "\"\"\""u8,
            (byte)'"' => "\""u8,
            (byte)'`' => "`"u8,
            _ => default,
        };
        if (quote.IsEmpty)
        {
            var delimiter = line.IndexOfAny((byte)'=', (byte)':');
            valueStart = delimiter + 1;
            return delimiter switch
            {
                < 0 => throw Malformed("key-value delimiter not found: "),
                0 => throw Malformed("empty key name: "),
                _ => UnicodeSpace.Trim(line[..delimiter]),
            };
        }

        var rest = line[quote.Length..];
        var close = rest.IndexOf(quote);
        if (close < 0)
        {
            throw Malformed("missing closing key quote: ");
        }

        var afterQuote = quote.Length + close + quote.Length;
        var separator = line[afterQuote..].IndexOfAny((byte)'=', (byte)':');
        if (separator < 0)
        {
            throw Malformed("key-value delimiter not found: ");
        }

        valueStart = afterQuote + separator + 1;
        return UnicodeSpace.Trim(rest[..close]);
    }

    private ByteString ReadValue(ReadOnlySpan<byte> text)
    {
        var value = UnicodeSpace.TrimStart(text);
        if (value.IsEmpty)
        {
            return default;
        }

        var quote = value.Length > 3 && value.StartsWith("\"\"\""u8) ? "\"\"\""u8 : value[0] == '`' ? "`"u8 : default;
        if (!quote.IsEmpty)
        {
            var inside = value[quote.Length..];
            var close = inside.LastIndexOf(quote);
            return close < 0 ? ReadQuotedLines(inside, quote) : new ByteString(inside[..close]);
        }

        value = UnicodeSpace.TrimEnd(value);
        if (value[^1] == '\\')
        {
            return ReadContinued(value[..^1]);
        }

        var comment = value.IndexOfAny((byte)'#', (byte)';');
        if (comment >= 0)
        {
            _comment.Write(value[comment..]);
            value = UnicodeSpace.TrimEnd(value[..comment]);
        }

        return new ByteString(IsQuotedWith(value, (byte)'\'') || IsQuotedWith(value, (byte)'"') ? value[1..^1] : value);
    }

    private ByteString ReadQuotedLines(ReadOnlySpan<byte> first, ReadOnlySpan<byte> quote)
    {
        var start = _lines.Number;
        var value = new ArrayBufferWriter<byte>();
        value.Write(first);
        while (_lines.Next(out var line))
        {
            var close = line.LastIndexOf(quote);
            if (close >= 0)
            {
                value.Write(line[..close]);
                KeepComment(UnicodeSpace.TrimEnd(line[close..]));
                return new ByteString(value.WrittenMemory);
            }

            value.Write(line);
        }

        throw Malformed("missing closing key quote from ", start);
    }

    private ByteString ReadContinued(ReadOnlySpan<byte> first)
    {
        var value = new ArrayBufferWriter<byte>();
        value.Write(first);
        while (_lines.Next(out var line))
        {
            line = UnicodeSpace.Trim(line);
            if (line.IsEmpty || line[^1] != '\\')
            {
                value.Write(line);
                break;
            }

            value.Write(line[..^1]);
        }

        return new ByteString(value.WrittenMemory);
    }

    // One pair of quotes goes, and only if there is no third of the kind.
    private static bool IsQuotedWith(ReadOnlySpan<byte> value, byte quote) =>
        value.Length >= 2 && value[0] == quote && value[1..].IndexOf(quote) == value.Length - 2;

    private readonly void KeepComment(ReadOnlySpan<byte> rest)
    {
        var start = rest.IndexOfAny((byte)'#', (byte)';');
        if (start >= 0)
        {
            _comment.Write(rest[start..]);
        }
    }

    private readonly ByteString? TakeComment()
    {
        var comment = UnicodeSpace.Trim(_comment.WrittenSpan);
        ByteString? result = comment.IsEmpty ? null : new ByteString(IniText.StripMarker(comment));
        _comment.ResetWrittenCount();
        return result;
    }

    private void CountNode() => LimitChecks.Nodes(_nodes++, _limits, _lines.Number);

    private readonly DocumentException Malformed(string message) => Malformed(message, _lines.Number);

    // The reference quotes the line; it may hold a secret, so ours gives its number.
    private static DocumentException Malformed(string message, int line) =>
        new(ErrorCode.MalformedDocument, DocumentFault.Syntax, $"{IniText.ReadPrefix}{message}line {line}", line, 1);
}
