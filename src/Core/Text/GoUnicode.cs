using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>Go's view of characters where it differs from the platform's: that of Unicode 15.0, which Go 1.21 to 1.26 carry.</summary>
public static class GoUnicode
{
    private const int FirstLater = 0x897;

    // What later versions assigned and the platform knows, as pairs of first and last.
    private static ReadOnlySpan<int> Later =>
    [
        0x897, 0x897, 0x1B4E, 0x1B4F, 0x1B7F, 0x1B7F, 0x1C89, 0x1C8A, 0x2427, 0x2429, 0x2FFC, 0x2FFF, 0x31E4, 0x31E5, 0x31EF, 0x31EF,
        0xA7CB, 0xA7CD, 0xA7DA, 0xA7DC, 0x105C0, 0x105F3, 0x10D40, 0x10D65, 0x10D69, 0x10D85, 0x10D8E, 0x10D8F, 0x10EC2, 0x10EC4,
        0x10EFC, 0x10EFC, 0x11380, 0x11389, 0x1138B, 0x1138B, 0x1138E, 0x1138E, 0x11390, 0x113B5, 0x113B7, 0x113C0, 0x113C2, 0x113C2,
        0x113C5, 0x113C5, 0x113C7, 0x113CA, 0x113CC, 0x113D5, 0x113D7, 0x113D8, 0x113E1, 0x113E2, 0x116D0, 0x116E3, 0x11BC0, 0x11BE1,
        0x11BF0, 0x11BF9, 0x11F5A, 0x11F5A, 0x13460, 0x143FA, 0x16100, 0x16139, 0x16D40, 0x16D79, 0x18CFF, 0x18CFF, 0x1CC00, 0x1CCF9,
        0x1CD00, 0x1CEB3, 0x1E5D0, 0x1E5FA, 0x1E5FF, 0x1E5FF, 0x1F8B2, 0x1F8BB, 0x1F8C0, 0x1F8C1, 0x1FA89, 0x1FA89, 0x1FA8F, 0x1FA8F,
        0x1FABE, 0x1FABE, 0x1FAC6, 0x1FAC6, 0x1FADC, 0x1FADC, 0x1FADF, 0x1FADF, 0x1FAE9, 0x1FAE9, 0x1FBCB, 0x1FBEF, 0x2EBF0, 0x2EE5D,
    ];

    /// <summary>The general category of a code point, surrogates included.</summary>
    /// <param name="codePoint">0 to 0x10FFFF.</param>
    public static UnicodeCategory CategoryOf(int codePoint) => IsLater(codePoint)
        ? UnicodeCategory.OtherNotAssigned
        : CharUnicodeInfo.GetUnicodeCategory(codePoint);

    /// <summary><c>unicode.IsLetter</c>.</summary>
    public static bool IsLetter(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetter((char)rune.Value)
        : CategoryOf(rune.Value) <= UnicodeCategory.OtherLetter;

    /// <summary><c>unicode.IsDigit</c>: decimal digits of all scripts.</summary>
    public static bool IsDigit(Rune rune) =>
        rune.IsAscii ? char.IsAsciiDigit((char)rune.Value) : CategoryOf(rune.Value) == UnicodeCategory.DecimalDigitNumber;

    /// <summary><c>unicode.IsNumber</c>: digits, and numbers such as <c>½</c> and <c>Ⅷ</c>.</summary>
    public static bool IsNumber(Rune rune) =>
        CategoryOf(rune.Value) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary><c>unicode.IsPunct</c>.</summary>
    public static bool IsPunctuation(Rune rune) =>
        CategoryOf(rune.Value) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary><c>strconv.IsPrint</c>: letters, marks, numbers, punctuation, symbols, and of the blanks only U+0020.</summary>
    public static bool IsPrint(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7f;
        }

        return CategoryOf(rune.Value) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator => false,
            _ => true,
        };
    }

    /// <summary><c>unicode.ToUpper</c>.</summary>
    public static Rune ToUpper(Rune rune) => rune.Value switch
    {
        // The platform leaves the letters alone whose other case is plain ASCII or of another block.
        0x131 => new('I'),
        0x17F => new('S'),
        _ => Known(rune, Rune.ToUpperInvariant(rune)),
    };

    /// <summary><c>unicode.ToLower</c>.</summary>
    public static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new('i'),
        0x1E9E => new('ß'),
        0x2126 => new('ω'),
        0x212A => new('k'),
        0x212B => new('å'),
        _ => Known(rune, Rune.ToLowerInvariant(rune)),
    };

    /// <summary>
    /// <c>unicode.ToTitle</c>: the form at the start of a word. Of the digraphs and of Georgian it is not the upper-case one.
    /// </summary>
    public static Rune ToTitle(Rune rune) => rune.Value switch
    {
        >= 0x1C4 and <= 0x1C6 => new(0x1C5),
        >= 0x1C7 and <= 0x1C9 => new(0x1C8),
        >= 0x1CA and <= 0x1CC => new(0x1CB),
        >= 0x1F1 and <= 0x1F3 => new(0x1F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => ToUpper(rune),
    };

    // Some old letters got their other case later.
    private static Rune Known(Rune rune, Rune other) => IsLater(other.Value) || IsLater(rune.Value) ? rune : other;

    private static bool IsLater(int codePoint)
    {
        if (codePoint < FirstLater)
        {
            return false;
        }

        var index = Later.BinarySearch(codePoint);
        return index >= 0 || (~index & 1) == 1;
    }
}
