using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Formatting;

internal ref partial struct Printer
{
    /// <summary>Writes a character; what is none as U+FFFD.</summary>
    public readonly void WriteRune(int rune)
    {
        var span = _output.GetSpan(4);
        _output.Advance((Rune.IsValid(rune) ? new Rune(rune) : Rune.ReplacementChar).EncodeToUtf8(span));
    }

    private readonly void WriteText(string text) => Encoding.UTF8.GetBytes(text, _output);

    private void WriteString(Value shown, ReadOnlySpan<byte> text, int verb)
    {
        switch (verb)
        {
            case 'v' when Flags.GoSyntax:
                WriteQuoted(text, sharp: false);
                break;
            case 'v' or 's':
                Pad(text, Flags.Precision);
                break;
            case 'q':
                WriteQuoted(text, Flags.Sharp);
                break;
            case 'x' or 'X':
                WriteHex(text, verb == 'X');
                break;
            default:
                // A key of a map stands for itself, not for a value of the caller.
                WriteBadVerb(shown.IsString || shown.IsNil ? Value.Of(text) : shown, verb);
                break;
        }
    }

    private void WriteQuoted(ReadOnlySpan<byte> text, bool sharp)
    {
        var quoted = new ArrayBufferWriter<byte>(text.Length + 16);
        text = Truncate(text, Flags.Precision);
        var style = sharp && GoQuote.CanBackquote(text) ? GoQuoteStyle.Backquote : Flags.Plus ? GoQuoteStyle.Ascii : GoQuoteStyle.Quote;
        GoQuote.Write(quoted, text, style);
        Pad(quoted.WrittenSpan);
    }

    private void WriteHex(ReadOnlySpan<byte> text, bool upper)
    {
        text = Flags.Precision is { } precision && precision < text.Length ? text[..precision] : text;
        var prefix = upper ? "0X"u8 : "0x"u8;
        var digits = upper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        var length = 2 * text.Length;
        if (length > 0)
        {
            length = Flags.Space ? (Flags.Sharp ? 2 * length : length) + text.Length - 1 : length + (Flags.Sharp ? 2 : 0);
        }

        var padding = Math.Max((Flags.Width ?? 0) - length, 0);
        if (!Flags.Minus || text.IsEmpty)
        {
            WritePadding(padding);
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Flags.Space && i > 0)
            {
                _output.Write(" "u8);
            }

            if (Flags.Sharp && (i == 0 || Flags.Space))
            {
                _output.Write(prefix);
            }

            _output.Write([digits[text[i] >> 4], digits[text[i] & 15]]);
        }

        if (Flags.Minus && !text.IsEmpty)
        {
            WritePadding(padding);
        }
    }

    private readonly void Pad(ReadOnlySpan<byte> text, int? precision) => Pad(Truncate(text, precision));

    /// <summary>Writes a text as wide as wanted, in characters.</summary>
    private readonly void Pad(ReadOnlySpan<byte> text)
    {
        var padding = Flags.Width is { } width and > 0 ? width - CountRunes(text) : 0;
        if (!Flags.Minus)
        {
            WritePadding(padding);
        }

        _output.Write(text);
        if (Flags.Minus)
        {
            WritePadding(padding);
        }
    }

    private readonly void WritePadding(int count)
    {
        if (count > 0)
        {
            _output.GetSpan(count)[..count].Fill(Flags is { Zero: true, Minus: false } ? (byte)'0' : (byte)' ');
            _output.Advance(count);
        }
    }

    private static ReadOnlySpan<byte> Truncate(ReadOnlySpan<byte> text, int? runes)
    {
        if (runes is not { } count)
        {
            return text;
        }

        var length = 0;
        for (; count > 0 && length < text.Length; count--)
        {
            length += WidthOfFirst(text[length..]);
        }

        return text[..length];
    }

    private static int CountRunes(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++)
        {
            text = text[WidthOfFirst(text)..];
        }

        return count;
    }

    // What is not UTF-8 counts byte by byte.
    private static int WidthOfFirst(ReadOnlySpan<byte> text) =>
        text[0] < 0x80 || Rune.DecodeFromUtf8(text, out _, out var width) != OperationStatus.Done ? 1 : width;
}
