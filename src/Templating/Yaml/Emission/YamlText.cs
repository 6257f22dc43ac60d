namespace SecretsKit.Templating.Yaml.Emission;

/// <summary>The character classes of the emitter over valid UTF-8.</summary>
internal static class YamlText
{
    /// <summary>Bytes of the character that starts with this one.</summary>
    public static int Width(byte lead) => lead switch
    {
        < 0x80 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    /// <summary>Whether the text starts with a line break: CR, LF, U+0085, U+2028, U+2029.</summary>
    public static bool IsBreak(ReadOnlySpan<byte> text) =>
        text is [(byte)'\n' or (byte)'\r', ..] or [0xC2, 0x85, ..] or [0xE2, 0x80, 0xA8 or 0xA9, ..];

    /// <summary>Whether the text ends with a blank or a line break.</summary>
    public static bool EndsWithBlankOrBreak(ReadOnlySpan<byte> text) =>
        text is [.., (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'] or [.., 0xC2, 0x85] or [.., 0xE2, 0x80, 0xA8 or 0xA9];

    /// <summary>Whether the character may stand as it is. Tabs, CR, the byte order mark and all beyond the basic plane may not.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'\n', ..] or [>= 0x20 and <= 0x7E, ..] => true,
        [0xC2, >= 0xA0, ..] or [> 0xC2 and < 0xED, ..] or [0xED, < 0xA0, ..] or [0xEE, ..] => true,
        [0xEF, 0xBB, 0xBF, ..] or [0xEF, 0xBF, 0xBE or 0xBF, ..] => false,
        [0xEF, ..] => true,
        _ => false,
    };

    /// <summary>Whether the text starts with a byte order mark.</summary>
    public static bool IsByteOrderMark(ReadOnlySpan<byte> text) => text is [0xEF, 0xBB, 0xBF, ..];
}
