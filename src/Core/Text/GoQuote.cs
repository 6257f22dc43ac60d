using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>Quotes bytes the way Go's <c>strconv</c>, <c>fmt</c> and <c>encoding/json</c> do.</summary>
public static class GoQuote
{
    // Printable ASCII that no style of quoting changes.
    private static readonly SearchValues<byte> Ordinary = SearchValues.Create(
        " !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>The quoted text. A string cannot be wiped: use <see cref="Write"/> for what is secret.</summary>
    public static string Format(ReadOnlySpan<byte> text, GoQuoteStyle style)
    {
        var writer = new ArrayBufferWriter<byte>(text.Length + 16);
        Write(writer, text, style);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>The quoted text of a string.</summary>
    public static string Format(string text, GoQuoteStyle style = GoQuoteStyle.Quote) => Format(Encoding.UTF8.GetBytes(text), style);

    /// <summary>Appends the quoted text, in UTF-8.</summary>
    public static void Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> text, GoQuoteStyle style)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (style)
        {
            case GoQuoteStyle.Hex or GoQuoteStyle.SpacedUpperHex:
                WriteHex(writer, text, style == GoQuoteStyle.SpacedUpperHex);
                break;
            case GoQuoteStyle.Json:
                WriteJson(writer, text);
                break;
            case GoQuoteStyle.Backquote when CanBackquote(text):
                writer.Write("`"u8);
                writer.Write(text);
                writer.Write("`"u8);
                break;
            default:
                WriteQuoted(writer, text, (byte)'"', style == GoQuoteStyle.Ascii);
                break;
        }
    }

    /// <summary>
    /// Go's <c>strconv.QuoteRune</c> and <c>%q</c> of a number; <c>strconv.QuoteRuneToASCII</c> with <see cref="GoQuoteStyle.Ascii"/>.
    /// </summary>
    /// <param name="codePoint">What is not a Unicode scalar value is shown as U+FFFD.</param>
    /// <param name="style">Quote or Ascii.</param>
    public static string FormatRune(int codePoint, GoQuoteStyle style = GoQuoteStyle.Quote)
    {
        var writer = new ArrayBufferWriter<byte>(16);
        Span<byte> bytes = stackalloc byte[4];
        var rune = Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar;
        WriteQuoted(writer, bytes[..rune.EncodeToUtf8(bytes)], (byte)'\'', style == GoQuoteStyle.Ascii);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>
    /// <c>strconv.CanBackquote</c>: one line of UTF-8 without control characters other than tab, backquote and byte order mark.
    /// </summary>
    public static bool CanBackquote(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(text, out var rune, out var width);
            var control = rune.Value is < ' ' and not '\t' or 0x7f;
            if (status != OperationStatus.Done || control || rune.Value is '`' or 0xFEFF)
            {
                return false;
            }

            text = text[width..];
        }

        return true;
    }

    private static void WriteQuoted(IBufferWriter<byte> writer, ReadOnlySpan<byte> text, byte quote, bool ascii)
    {
        writer.Write([quote]);
        while (WriteOrdinary(writer, ref text))
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var width) != OperationStatus.Done)
            {
                // Go steps over what is not UTF-8 byte by byte.
                WriteEscape(writer, 'x', text[0]);
                text = text[1..];
                continue;
            }

            WriteRune(writer, rune, text[..width], quote, ascii);
            text = text[width..];
        }

        writer.Write([quote]);
    }

    // Most texts need no escape: they go out in one piece. False at the end of the text.
    private static bool WriteOrdinary(IBufferWriter<byte> writer, ref ReadOnlySpan<byte> text)
    {
        var run = text.IndexOfAnyExcept(Ordinary);
        if (run != 0)
        {
            writer.Write(run < 0 ? text : text[..run]);
            text = run < 0 ? default : text[run..];
        }

        return !text.IsEmpty;
    }

    private static void WriteRune(IBufferWriter<byte> writer, Rune rune, ReadOnlySpan<byte> encoded, byte quote, bool ascii)
    {
        var shortEscape = rune.Value switch
        {
            '\a' => 'a',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\v' => 'v',
            '\\' => '\\',
            var value when value == quote => (char)quote,
            _ => '\0',
        };
        if (shortEscape != 0)
        {
            writer.Write([(byte)'\\', (byte)shortEscape]);
        }
        else if (GoUnicode.IsPrint(rune) && (rune.IsAscii || !ascii))
        {
            writer.Write(encoded);
        }
        else if (rune.Value is < ' ' or 0x7f)
        {
            WriteEscape(writer, 'x', rune.Value);
        }
        else
        {
            WriteEscape(writer, rune.IsBmp ? 'u' : 'U', rune.Value);
        }
    }

    private static void WriteJson(IBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        writer.Write("\""u8);
        while (WriteOrdinary(writer, ref text))
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var width) != OperationStatus.Done)
            {
                writer.Write("\\ufffd"u8);
                text = text[1..];
                continue;
            }

            switch (rune.Value)
            {
                case '"' or '\\':
                    writer.Write([(byte)'\\', (byte)rune.Value]);
                    break;
                case '\b' or '\f' or '\n' or '\r' or '\t':
                    writer.Write([(byte)'\\', "btn_fr"u8[rune.Value - '\b']]);
                    break;
                case < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029:
                    WriteEscape(writer, 'u', rune.Value);
                    break;
                default:
                    writer.Write(text[..width]);
                    break;
            }

            text = text[width..];
        }

        writer.Write("\""u8);
    }

    private static void WriteHex(IBufferWriter<byte> writer, ReadOnlySpan<byte> text, bool upper)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (upper && i > 0)
            {
                writer.Write(" "u8);
            }

            WriteDigits(writer, text[i], upper ? "X2" : "x2");
        }
    }

    private static void WriteEscape(IBufferWriter<byte> writer, char letter, int value)
    {
        writer.Write([(byte)'\\', (byte)letter]);
        WriteDigits(writer, value, letter switch { 'x' => "x2", 'u' => "x4", _ => "x8" });
    }

    private static void WriteDigits(IBufferWriter<byte> writer, int value, string format)
    {
        Span<byte> hex = stackalloc byte[8];
        _ = value.TryFormat(hex, out var written, format, CultureInfo.InvariantCulture);
        writer.Write(hex[..written]);
    }
}
