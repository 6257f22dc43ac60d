using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Json;

/// <summary>Strings of JSON.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Html = SearchValues.Create([.. Controls(), .. "\"\\<>&"u8, .. NonAscii()]);
    private static readonly SearchValues<byte> Raw = SearchValues.Create([.. Controls(), .. "\"\\"u8, .. NonAscii()]);

    /// <summary>Appends a quoted string. Bytes that are not UTF-8 become U+FFFD.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text, bool escapesHtml)
    {
        var special = escapesHtml ? Html : Raw;
        output.Write("\""u8);
        while (true)
        {
            var plain = text.IndexOfAny(special);
            if (plain < 0)
            {
                output.Write(text);
                break;
            }

            output.Write(text[..plain]);
            text = text[plain..];
            var status = Rune.DecodeFromUtf8(text, out var rune, out var width);
            width = status == OperationStatus.Done ? width : 1;
            WriteRune(output, status == OperationStatus.Done ? rune.Value : -1, text[..width]);
            text = text[width..];
        }

        output.Write("\""u8);
    }

    /// <summary>The bytes of a string whose syntax was checked, without its quotes.</summary>
    public static byte[] Unquote(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !text.Contains((byte)'\\'))
        {
            return text.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] == '\\')
            {
                text = text[ReadEscape(output, text)..];
                continue;
            }

            var rune = Runes.First(text, out var width);
            Runes.Write(output, rune);
            text = text[width..];
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteRune(IBufferWriter<byte> output, int rune, ReadOnlySpan<byte> encoded)
    {
        switch (rune)
        {
            case -1:
                output.Write("\\ufffd"u8);
                break;
            case '"' or '\\':
                output.Write([(byte)'\\', (byte)rune]);
                break;
            case '\b' or '\f' or '\n' or '\r' or '\t':
                output.Write([(byte)'\\', "btn_fr"u8[rune - '\b']]);
                break;
            case < ' ' or '<' or '>' or '&' or 0x2028 or 0x2029:
                output.Write([(byte)'\\', (byte)'u', Digit(rune >> 12), Digit(rune >> 8), Digit(rune >> 4), Digit(rune)]);
                break;
            default:
                output.Write(encoded);
                break;
        }
    }

    private static int ReadEscape(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        if (text[1] != 'u')
        {
            output.Write([text[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var c => c,
            }]);
            return 2;
        }

        var unit = Unit(text[2..]);
        if (char.IsHighSurrogate(unit) && text.Length >= 12 && text[6] == '\\' && text[7] == 'u' && char.IsLowSurrogate(Unit(text[8..])))
        {
            Runes.Write(output, new Rune(unit, Unit(text[8..])));
            return 12;
        }

        Runes.Write(output, char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit));
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits[..4])
        {
            value = (value << 4) | (char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)value;
    }

    private static byte Digit(int value) => "0123456789abcdef"u8[value & 15];

    private static IEnumerable<byte> Controls() => Enumerable.Range(0, ' ').Select(c => (byte)c);

    private static IEnumerable<byte> NonAscii() => Enumerable.Range(0x80, 0x80).Select(c => (byte)c);
}
