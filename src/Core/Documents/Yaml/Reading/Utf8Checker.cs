using System.Diagnostics;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Finds and names the first fault of UTF-8 text, character by character; runs only when a fault is known to be there.</summary>
internal static class Utf8Checker
{
    /// <summary>The first fault.</summary>
    /// <param name="input">The input, byte order mark included.</param>
    /// <param name="start">Where the text starts.</param>
    public static DecodingFault FindFault(ReadOnlySpan<byte> input, int start)
    {
        var windowEnd = DecodingFault.Window;
        var windowStart = start;
        var line = 1;
        var column = 1;
        for (var at = start; at < input.Length;)
        {
            var length = SequenceLength(input[at]);
            if (at >= windowEnd || (length > windowEnd - at && windowEnd < input.Length))
            {
                windowStart = at;
                windowEnd = at + DecodingFault.Window;
            }

            if (Fault(input[at..], length) is { } problem)
            {
                // A sequence that the input ends in is noticed only when all before it was read.
                return new DecodingFault(problem, length > input.Length - at ? at : windowStart, line, column);
            }

            var isNewLine = input[at] == '\n';
            line += isNewLine ? 1 : 0;
            column = isNewLine ? 1 : column + 1;
            at += length;
        }

        throw new UnreachableException();
    }

    private static int SequenceLength(byte lead) => lead switch
    {
        < 0x80 => 1,
        >= 0xC0 and < 0xE0 => 2,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xF0 and < 0xF8 => 4,
        _ => 0,
    };

    private static string? Fault(ReadOnlySpan<byte> text, int length)
    {
        if (length == 0)
        {
            return "invalid leading UTF-8 octet";
        }

        if (length > text.Length)
        {
            return "incomplete UTF-8 octet sequence";
        }

        var rune = length == 1 ? text[0] : text[0] & (0x7F >> length);
        foreach (var octet in text[1..length])
        {
            if (!Bytes.IsContinuation(octet))
            {
                return "invalid trailing UTF-8 octet";
            }

            rune = (rune << 6) | (octet & 0x3F);
        }

        return rune < Smallest(length) ? "invalid length of a UTF-8 sequence"
            : rune is (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF ? "invalid Unicode character"
            : DecodingFault.IsAllowed(rune) ? null
            : DecodingFault.ControlCharacter;
    }

    private static int Smallest(int length) => length switch { 2 => 0x80, 3 => 0x800, 4 => 0x10000, _ => 0 };
}
