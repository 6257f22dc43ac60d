using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SecretsKit.Core.Text.Json;

/// <summary>
/// Quotes a string as Go's encoder does: U+2028 and U+2029 are escaped, by its HTML-safe default <c>&lt;</c>, <c>&gt;</c> and
/// <c>&amp;</c> as well, and each byte that is not UTF-8 becomes <c>\ufffd</c>.
/// </summary>
internal static class JsonStringEncoder
{
    // 0xe2 opens the two separators of U+2028 and U+2029; other characters that it opens pass.
    private static readonly SearchValues<byte> Html = Stops("\"\\<>&"u8, 0xe2, 0xe2);
    private static readonly SearchValues<byte> HtmlIfBroken = Stops("\"\\<>&"u8, 0x80, 0xff);
    private static readonly SearchValues<byte> Raw = Stops("\"\\"u8, 0xe2, 0xe2);
    private static readonly SearchValues<byte> RawIfBroken = Stops("\"\\"u8, 0x80, 0xff);

    /// <summary>Appends the quoted string.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text, bool escapesHtml = true)
    {
        output.Write("\""u8);
        var isValid = Utf8.IsValid(text);
        var set = escapesHtml ? isValid ? Html : HtmlIfBroken : isValid ? Raw : RawIfBroken;
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(set);
            if (run < 0)
            {
                output.Write(text);
                break;
            }

            output.Write(text[..run]);
            text = text[run..];
            text = text[WriteSpecial(output, text)..];
        }

        output.Write("\""u8);
    }

    private static int WriteSpecial(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        var first = text[0];
        if (first < 0x80)
        {
            WriteAscii(output, first);
            return 1;
        }

        if (Rune.DecodeFromUtf8(text, out var rune, out var length) != OperationStatus.Done)
        {
            output.Write(@"\ufffd"u8);
            return 1;
        }

        output.Write(rune.Value switch
        {
            0x2028 => @"\u2028"u8,
            0x2029 => @"\u2029"u8,
            _ => text[..length],
        });
        return length;
    }

    private static void WriteAscii(IBufferWriter<byte> output, byte value)
    {
        switch (value)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write(@"\\"u8);
                break;
            case (byte)'\b':
                output.Write(@"\b"u8);
                break;
            case (byte)'\f':
                output.Write(@"\f"u8);
                break;
            case (byte)'\n':
                output.Write(@"\n"u8);
                break;
            case (byte)'\r':
                output.Write(@"\r"u8);
                break;
            case (byte)'\t':
                output.Write(@"\t"u8);
                break;
            default:
                var digits = "0123456789abcdef"u8;
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[value >> 4], digits[value & 15]]);
                break;
        }
    }

    private static SearchValues<byte> Stops(ReadOnlySpan<byte> listed, int from, int through)
    {
        var bytes = new List<byte>([.. listed]);
        for (var value = 0; value <= 0xff; value++)
        {
            if (value < 0x20 || (value >= from && value <= through))
            {
                bytes.Add((byte)value);
            }
        }

        return SearchValues.Create([.. bytes]);
    }
}
