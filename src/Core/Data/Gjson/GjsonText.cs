using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Data.Gjson;

/// <summary>The text of strings, read leniently: what is no escape ends the string, and bytes that are not UTF-8 stay.</summary>
internal static class GjsonText
{
    /// <summary>The text between quotes without its escapes.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(text.Length);
        for (var at = 0; at < text.Length && text[at] >= ' '; at++)
        {
            if (text[at] != '\\')
            {
                Append(output, text[at]);
                continue;
            }

            if (++at >= text.Length)
            {
                break;
            }

            if (text[at] == 'u')
            {
                if (!TryReadRune(text, at, out var rune, out var length))
                {
                    break;
                }

                output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));
                at += length - 1;
            }
            else if (Plain(text[at]) is { } plain)
            {
                Append(output, plain);
            }
            else
            {
                break;
            }
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>A text as a JSON string, with the escapes of Go.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 2);
        JsonStringEncoder.Write(output, text);
        return output.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static byte? Plain(byte escaped) => escaped switch
    {
        (byte)'\\' or (byte)'/' or (byte)'"' => escaped,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => null,
    };

    // The place is that of the u; the length counts from there.
    private static bool TryReadRune(ReadOnlySpan<byte> text, int at, out Rune rune, out int length)
    {
        (rune, length) = (Rune.ReplacementChar, 5);
        if (at + 5 > text.Length)
        {
            return false;
        }

        var first = Unit(text[(at + 1)..(at + 5)]);
        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
        }
        else if (at + 11 <= text.Length && text[at + 5] == '\\' && text[at + 6] == 'u'
            && Rune.TryCreate(first, Unit(text[(at + 7)..(at + 11)]), out var pair))
        {
            (rune, length) = (pair, 11);
        }

        return true;
    }

    private static char Unit(ReadOnlySpan<byte> digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\0';
}
