using System.Buffers;
using System.Buffers.Text;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// Standard base64 as Go's decoder reads it: padding required, line breaks ignored anywhere, unused low bits of the last character
/// ignored, and on failure the offset that Go reports.
/// </summary>
public static class GoBase64
{
    private const byte Pad = (byte)'=';

    /// <summary>Room that any text of this length needs.</summary>
    public static int MaxDecodedLength(int textLength) => Base64.GetMaxDecodedFromUtf8Length(textLength);

    /// <summary>Decodes a whole text.</summary>
    /// <param name="text">The base64 text.</param>
    /// <param name="destination">At least <see cref="MaxDecodedLength"/> bytes.</param>
    /// <param name="written">Bytes decoded.</param>
    /// <param name="offset">On failure, the input offset for the message <c>illegal base64 data at input byte N</c>.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written, out int offset)
    {
        offset = 0;
        // The platform's decoder skips blanks, which Go refuses; then fewer bytes come out than the length of the text implies.
        return (text.Length % 4 == 0 && Base64.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done
                && written == ImpliedLength(text))
            || TryDecodeSlowly(text, destination, out written, out offset);
    }

    private static int ImpliedLength(ReadOnlySpan<byte> text) =>
        (text.Length / 4 * 3) - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0);

    private static bool TryDecodeSlowly(ReadOnlySpan<byte> text, Span<byte> destination, out int written, out int offset)
    {
        written = 0;
        offset = 0;
        int bits = 0, digits = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (character == Pad && digits >= 2)
            {
                return TryFinish(text, at, digits, out offset) && Flush(bits << (6 * (4 - digits)), digits - 1, destination, ref written);
            }

            var digit = DigitOf(character);
            if (digit < 0)
            {
                offset = at;
                return false;
            }

            bits = (bits << 6) | digit;
            if (++digits == 4)
            {
                Flush(bits, 3, destination, ref written);
                (bits, digits) = (0, 0);
            }
        }

        // Go counts back over the unfinished group as if no line break was in it.
        offset = text.Length - digits;
        return digits == 0;
    }

    // From the first padding character on: a second one after two digits, then line breaks only.
    private static bool TryFinish(ReadOnlySpan<byte> text, int at, int digits, out int offset)
    {
        var next = SkipLineBreaks(text, at + 1);
        if (digits == 2)
        {
            if (next == text.Length)
            {
                offset = next;
                return false;
            }

            if (text[next] != Pad)
            {
                offset = next - 1;
                return false;
            }

            next = SkipLineBreaks(text, next + 1);
        }

        offset = next;
        return next == text.Length;
    }

    private static int SkipLineBreaks(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    private static bool Flush(int bits, int count, Span<byte> destination, ref int written)
    {
        for (var i = 0; i < count; i++)
        {
            destination[written++] = (byte)(bits >> (16 - (8 * i)));
        }

        return true;
    }

    private static int DigitOf(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
