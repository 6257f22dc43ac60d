using System.Globalization;
using System.Text;

namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>How the reference's language writes texts in messages.</summary>
internal static class PythonText
{
    /// <summary>A text with quotes around it, as <c>repr</c> gives it.</summary>
    public static string Quoted(string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var text = new StringBuilder().Append(quote);
        foreach (var rune in value.EnumerateRunes())
        {
            Append(text, rune, quote);
        }

        return text.Append(quote).ToString();
    }

    /// <summary>A character with quotes around it.</summary>
    public static string Quoted(char value) => Quoted(value.ToString());

    private static void Append(StringBuilder text, Rune rune, char quote)
    {
        switch (rune.Value)
        {
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '\\':
                text.Append("\\\\");
                break;
            case var value when value == quote:
                text.Append('\\').Append(quote);
                break;
            case < 0x20 or (>= 0x7F and < 0xA1) or 0xAD:
                text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                break;
            case var value when IsInvisible(rune):
                text.Append(value > 0xFFFF ? $"\\U{value:x8}" : $"\\u{value:x4}");
                break;
            default:
                text.Append(rune.ToString());
                break;
        }
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator && rune.Value != ' ';
}
