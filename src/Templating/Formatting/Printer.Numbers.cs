using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Formatting;

internal ref partial struct Printer
{
    private const int MaxIntegerLength = 64 + 4;

    private void WriteInteger(Value shown, Value value, int verb)
    {
        var isSigned = value.Kind < GoKind.Uint;
        var negative = isSigned && value.Bits < 0;
        var magnitude = negative ? 0UL - (ulong)value.Bits : (ulong)value.Bits;
        switch (verb)
        {
            case 'v' when Flags.GoSyntax && !isSigned:
                Flags.Sharp = true;
                WriteDigits(magnitude, false, 16, 'x');
                Flags.Sharp = false;
                break;
            case 'v' or 'd':
                WriteDigits(magnitude, negative, 10, verb);
                break;
            case 'b':
                WriteDigits(magnitude, negative, 2, verb);
                break;
            case 'o' or 'O':
                WriteDigits(magnitude, negative, 8, verb);
                break;
            case 'x' or 'X':
                WriteDigits(magnitude, negative, 16, verb);
                break;
            case 'c':
                Span<byte> encoded = stackalloc byte[4];
                Pad(encoded[..RuneOf(value).EncodeToUtf8(encoded)]);
                break;
            case 'q':
                Pad(Encoding.UTF8.GetBytes(GoQuote.FormatRune(RuneOf(value).Value, Flags.Plus ? GoQuoteStyle.Ascii : GoQuoteStyle.Quote)));
                break;
            case 'U':
                WriteCodePoint((ulong)value.Bits);
                break;
            default:
                WriteBadVerb(shown, verb);
                break;
        }
    }

    private static Rune RuneOf(Value value) => value.Bits is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)value.Bits, out var rune)
        ? rune
        : Rune.ReplacementChar;

    private void WriteDigits(ulong magnitude, bool negative, int numberBase, int verb)
    {
        var precision = 0;
        var keepsZero = Flags.Zero;
        if (Flags.Precision is { } digits)
        {
            precision = digits;
            if (precision == 0 && magnitude == 0)
            {
                Flags.Zero = false;
                WritePadding(Flags.Width ?? 0);
                Flags.Zero = keepsZero;
                return;
            }
        }
        else if (Flags is { Zero: true, Minus: false, Width: { } width })
        {
            precision = width - (negative || Flags.Plus || Flags.Space ? 1 : 0);
        }

        var length = Math.Max(precision, MaxIntegerLength) + 4;
        var rented = length > 256 ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> buffer = rented ?? stackalloc byte[256];
        var at = buffer.Length;
        var alphabet = verb == 'X' ? "0123456789ABCDEFX"u8 : "0123456789abcdefx"u8;
        do
        {
            buffer[--at] = alphabet[(int)(magnitude % (ulong)numberBase)];
            magnitude /= (ulong)numberBase;
        }
        while (magnitude > 0);
        while (buffer.Length - at < precision)
        {
            buffer[--at] = (byte)'0';
        }

        at = WritePrefix(buffer, at, numberBase, verb, alphabet[16]);
        if (negative || Flags.Plus || Flags.Space)
        {
            buffer[--at] = negative ? (byte)'-' : Flags.Plus ? (byte)'+' : (byte)' ';
        }

        // Zeros on the left are there already.
        Flags.Zero = false;
        Pad(buffer[at..]);
        Flags.Zero = keepsZero;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private readonly int WritePrefix(Span<byte> buffer, int at, int numberBase, int verb, byte hexLetter)
    {
        if (Flags.Sharp && numberBase is 2 or 16)
        {
            buffer[--at] = numberBase == 2 ? (byte)'b' : hexLetter;
            buffer[--at] = (byte)'0';
        }
        else if (Flags.Sharp && numberBase == 8 && buffer[at] != '0')
        {
            buffer[--at] = (byte)'0';
        }

        if (verb == 'O')
        {
            buffer[--at] = (byte)'o';
            buffer[--at] = (byte)'0';
        }

        return at;
    }

    private void WriteCodePoint(ulong number)
    {
        var digits = number.ToString("X" + Math.Max(Flags.Precision ?? 0, 4), System.Globalization.CultureInfo.InvariantCulture);
        var text = "U+" + digits;
        if (Flags.Sharp && number <= 0x10FFFF && Rune.TryCreate((uint)number, out var rune) && GoUnicode.IsPrint(rune))
        {
            text += $" '{rune}'";
        }

        var keepsZero = Flags.Zero;
        Flags.Zero = false;
        Pad(Encoding.UTF8.GetBytes(text));
        Flags.Zero = keepsZero;
    }

    private void WriteComplex(Value shown, ComplexNumber number, int verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            WriteBadVerb(shown, verb);
            return;
        }

        var keepsPlus = Flags.Plus;
        _output.Write("("u8);
        WriteFloat(shown, number.Real, verb);
        Flags.Plus = true;
        WriteFloat(shown, number.Imaginary, verb);
        _output.Write("i)"u8);
        Flags.Plus = keepsPlus;
    }
}
