using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>Go's view of characters where it differs from the platform's.</summary>
public static class GoUnicode
{
    /// <summary><c>strconv.IsPrint</c>: letters, marks, numbers, punctuation, symbols, and of the blanks only U+0020.</summary>
    public static bool IsPrint(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7f;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator => false,
            _ => true,
        };
    }
}
