namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Turns UTF-16 input into UTF-8, stopping at the first fault.</summary>
internal static class Utf16Decoder
{
    /// <summary>Decodes input that starts with a byte order mark and hands the text on with the fault that ended it, if any.</summary>
    public static T Decode<T>(ReadOnlySpan<byte> input, bool littleEndian, Func<byte[], DecodingFault?, T> make)
    {
        var text = new ByteBuilder();
        var windowEnd = DecodingFault.Window;
        var windowStart = 0;
        var line = 1;
        var column = 1;
        for (var at = 2; at < input.Length;)
        {
            var length = IsSurrogate(Unit(input, at, littleEndian), 0xD800) ? 4 : 2;
            if (at >= windowEnd || (length > windowEnd - at && windowEnd < input.Length))
            {
                windowStart = text.Length;
                windowEnd = at + DecodingFault.Window;
            }

            if (!TryDecode(input[at..], length, littleEndian, out var rune, out var problem))
            {
                // A character that the input ends in is noticed only when all before it was read.
                var readable = length > input.Length - at ? text.Length : windowStart;
                return make(text.Span[..readable].ToArray(), new DecodingFault(problem, readable, line, column));
            }

            text.AddRune(rune);
            line += rune == '\n' ? 1 : 0;
            column = rune == '\n' ? 1 : column + 1;
            at += length;
        }

        return make(text.Span.ToArray(), null);
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, int length, bool littleEndian, out int rune, out string problem)
    {
        rune = Unit(text, 0, littleEndian);
        problem = "";
        if (rune < 0)
        {
            problem = "incomplete UTF-16 character";
        }
        else if (IsSurrogate(rune, 0xDC00))
        {
            problem = "unexpected low surrogate area";
        }
        else if (length == 4)
        {
            var low = text.Length < 4 ? -1 : Unit(text, 2, littleEndian);
            problem = low < 0 ? "incomplete UTF-16 surrogate pair" : IsSurrogate(low, 0xDC00) ? "" : "expected low surrogate area";
            rune = 0x10000 + ((rune & 0x3FF) << 10) + (low & 0x3FF);
        }

        if (problem.Length == 0 && !DecodingFault.IsAllowed(rune))
        {
            problem = DecodingFault.ControlCharacter;
        }

        return problem.Length == 0;
    }

    private static int Unit(ReadOnlySpan<byte> text, int at, bool littleEndian) => at + 1 >= text.Length
        ? -1
        : littleEndian ? text[at] | (text[at + 1] << 8) : (text[at] << 8) | text[at + 1];

    private static bool IsSurrogate(int unit, int area) => unit >= 0 && (unit & 0xFC00) == area;
}
