using System.Buffers;
using System.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>Reads the strings and characters of templates: Go's syntax (spec go-template.md 1.3).</summary>
internal static class StringLiteral
{
    /// <summary>The bytes of a quoted or raw string with its quotes, or null if an escape is wrong.</summary>
    public static byte[]? Parse(ReadOnlySpan<byte> text)
    {
        var quote = text[0];
        var inner = text[1..^1];
        if (quote == '`')
        {
            return WithoutCarriageReturns(inner);
        }

        if (!inner.ContainsAny((byte)'\\', (byte)'\n'))
        {
            return ValidUtf8(inner);
        }

        var output = new ArrayBufferWriter<byte>(inner.Length);
        while (!inner.IsEmpty)
        {
            if (inner[0] == '\n' || !TryReadCharacter(ref inner, quote, out var value, out var isByte))
            {
                return null;
            }

            var span = output.GetSpan(4);
            var written = 1;
            if (isByte || value < 0x80)
            {
                span[0] = (byte)value;
            }
            else
            {
                written = (Rune.TryCreate(value, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(span);
            }

            output.Advance(written);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads one character or escape: Go's <c>strconv.UnquoteChar</c>.</summary>
    /// <param name="text">What was read is cut off.</param>
    /// <param name="quote">The quote that must not stand alone, and that may be escaped.</param>
    /// <param name="value">The character or byte.</param>
    /// <param name="isByte">Whether an escape named a byte, not a character.</param>
    public static bool TryReadCharacter(ref ReadOnlySpan<byte> text, byte quote, out int value, out bool isByte)
    {
        (value, isByte) = (0, false);
        if (text.IsEmpty || text[0] == quote)
        {
            return false;
        }

        if (text[0] != '\\')
        {
            // Go steps over what is not UTF-8 byte by byte.
            var valid = Rune.DecodeFromUtf8(text, out var rune, out var width) == OperationStatus.Done;
            value = rune.Value;
            text = text[(valid ? width : 1)..];
            return true;
        }

        if (text.Length < 2)
        {
            return false;
        }

        var letter = text[1];
        text = text[2..];
        switch (letter)
        {
            case (byte)'x' or (byte)'u' or (byte)'U':
                isByte = letter == 'x';
                return TryReadDigits(ref text, letter == 'x' ? 2 : letter == 'u' ? 4 : 8, 16, out value)
                    && (isByte || Rune.IsValid(value));
            case >= (byte)'0' and <= (byte)'7':
                isByte = true;
                value = letter - '0';
                var complete = TryReadDigits(ref text, 2, 8, out var rest);
                value = (value * 64) + rest;
                return complete && value <= 255;
            case (byte)'\'' or (byte)'"':
                value = letter;
                return letter == quote;
            default:
                value = letter switch
                {
                    (byte)'a' => '\a',
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    (byte)'n' => '\n',
                    (byte)'r' => '\r',
                    (byte)'t' => '\t',
                    (byte)'v' => '\v',
                    (byte)'\\' => '\\',
                    _ => -1,
                };
                return value >= 0;
        }
    }

    private static bool TryReadDigits(ref ReadOnlySpan<byte> text, int count, int numberBase, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        long sum = 0;
        foreach (var c in text[..count])
        {
            var digit = Uri.IsHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : int.MaxValue;
            if (digit >= numberBase)
            {
                return false;
            }

            sum = (sum * numberBase) + digit;
        }

        text = text[count..];
        value = sum > int.MaxValue ? int.MaxValue : (int)sum;
        return true;
    }

    private static byte[] WithoutCarriageReturns(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\r'))
        {
            return text.ToArray();
        }

        var kept = new byte[text.Length - text.Count((byte)'\r')];
        var at = 0;
        foreach (var c in text)
        {
            if (c != '\r')
            {
                kept[at++] = c;
            }
        }

        return kept;
    }

    // Go decodes quoted strings character by character, so bytes that are not UTF-8 become U+FFFD unless the text needs no decoding.
    private static byte[] ValidUtf8(ReadOnlySpan<byte> text)
    {
        if (System.Text.Unicode.Utf8.IsValid(text))
        {
            return text.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(text.Length * 3);
        while (!text.IsEmpty)
        {
            _ = TryReadCharacter(ref text, 0, out var value, out _);
            var span = output.GetSpan(4);
            output.Advance(new Rune(value).EncodeToUtf8(span));
        }

        return output.WrittenSpan.ToArray();
    }
}
