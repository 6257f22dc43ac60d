using System.Buffers;

namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>The character classes of the emitter over valid UTF-8. Characters beyond the basic plane do not count as printable.</summary>
public static class YamlCharacters
{
    private static readonly SearchValues<byte> BreakLeads = SearchValues.Create([(byte)'\n', (byte)'\r', 0xC2, 0xE2]);

    /// <summary>Bytes of the character that starts here.</summary>
    public static int Width(byte lead) => lead switch
    {
        < 0x80 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    /// <summary>Bytes of the line break that the text starts with, or 0: CR, LF, U+0085, U+2028, U+2029.</summary>
    public static int BreakWidth(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'\n' or (byte)'\r', ..] => 1,
        [0xC2, 0x85, ..] => 2,
        [0xE2, 0x80, 0xA8 or 0xA9, ..] => 3,
        _ => 0,
    };

    /// <summary>Where the first line break starts, or the text's length.</summary>
    public static int IndexOfBreak(ReadOnlySpan<byte> text)
    {
        for (var from = 0; ; from++)
        {
            var found = text[from..].IndexOfAny(BreakLeads);
            if (found < 0)
            {
                return text.Length;
            }

            from += found;
            if (BreakWidth(text[from..]) > 0)
            {
                return from;
            }
        }
    }

    /// <summary>Whether the text ends with a line break.</summary>
    public static bool EndsWithBreak(ReadOnlySpan<byte> text) =>
        text is [.., (byte)'\n' or (byte)'\r'] or [.., 0xC2, 0x85] or [.., 0xE2, 0x80, 0xA8 or 0xA9];

    /// <summary>Whether the text starts with a byte order mark.</summary>
    public static bool IsByteOrderMark(ReadOnlySpan<byte> text) => text is [0xEF, 0xBB, 0xBF, ..];

    /// <summary>A space or a tab.</summary>
    public static bool IsBlank(byte c) => c is (byte)' ' or (byte)'\t';

    /// <summary>Whether the character that the text starts with may stand in a document as it is; LF may, CR and tab may not.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'\n', ..] or [>= 0x20 and <= 0x7E, ..] => true,
        [0xC2, >= 0xA0, ..] or [> 0xC2 and < 0xED, ..] or [0xED, < 0xA0, ..] or [0xEE, ..] => true,
        [0xEF, 0xBB, 0xBF, ..] or [0xEF, 0xBF, 0xBE or 0xBF, ..] => false,
        [0xEF, ..] => true,
        _ => false,
    };
}
