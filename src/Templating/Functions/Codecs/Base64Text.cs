using System.Buffers;

namespace SecretsKit.Templating.Functions.Codecs;

/// <summary>Base 64 with Go's leniency (line breaks anywhere) and Go's error positions.</summary>
internal static class Base64Text
{
    /// <summary>The standard alphabet, padded.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var text = new byte[System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(data.Length)];
        _ = System.Buffers.Text.Base64.EncodeToUtf8(data, text, out _, out _);
        return text;
    }

    /// <summary>The bytes, or null and the offset that Go's message names.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text, out int error)
    {
        var output = new ArrayBufferWriter<byte>((text.Length / 4 * 3) + 3);
        var at = 0;
        Span<byte> digits = stackalloc byte[4];
        while (true)
        {
            if (!ReadQuantum(text, ref at, digits, out var count, out error))
            {
                return null;
            }

            if (count == 0)
            {
                return output.WrittenSpan.ToArray();
            }

            digits[count..].Clear();
            var bits = (digits[0] << 18) | (digits[1] << 12) | (digits[2] << 6) | digits[3];
            ReadOnlySpan<byte> bytes = [(byte)(bits >> 16), (byte)(bits >> 8), (byte)bits];
            output.Write(bytes[..(count - 1)]);
        }
    }

    // Four digits, or fewer and padding, which must be the end.
    private static bool ReadQuantum(ReadOnlySpan<byte> text, ref int at, Span<byte> digits, out int count, out int error)
    {
        error = 0;
        for (count = 0; count < 4;)
        {
            if (at == text.Length)
            {
                error = at - count;
                return count == 0;
            }

            var c = text[at++];
            var digit = DigitOf(c);
            if (digit >= 0)
            {
                digits[count++] = (byte)digit;
            }
            else if (c is not ((byte)'\n' or (byte)'\r'))
            {
                error = at - 1;
                return c == '=' && count >= 2 && ReadPadding(text, ref at, count, ref error);
            }
        }

        return true;
    }

    private static bool ReadPadding(ReadOnlySpan<byte> text, ref int at, int count, ref int error)
    {
        if (count == 2)
        {
            SkipLineBreaks(text, ref at);
            if (at == text.Length)
            {
                error = at;
                return false;
            }

            if (text[at] != '=')
            {
                error = at - 1;
                return false;
            }

            at++;
        }

        SkipLineBreaks(text, ref at);
        error = at;
        return at == text.Length;
    }

    private static void SkipLineBreaks(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is ((byte)'\n' or (byte)'\r'))
        {
            at++;
        }
    }

    private static int DigitOf(byte c) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
