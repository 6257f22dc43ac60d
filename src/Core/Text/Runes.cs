using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>
/// Characters as Go's <c>unicode</c> and <c>utf8</c> packages see them: bytes that are not UTF-8 count one by one as U+FFFD.
/// </summary>
public static class Runes
{
    /// <summary>The first character and how many bytes it takes; at the end U+FFFD and 0.</summary>
    public static Rune First(ReadOnlySpan<byte> text, out int width)
    {
        if (text.IsEmpty)
        {
            width = 0;
            return Rune.ReplacementChar;
        }

        if (text[0] < 0x80)
        {
            width = 1;
            return new Rune(text[0]);
        }

        if (Rune.DecodeFromUtf8(text, out var rune, out width) == OperationStatus.Done)
        {
            return rune;
        }

        width = 1;
        return Rune.ReplacementChar;
    }

    /// <summary>The last character and how many bytes it takes.</summary>
    public static Rune Last(ReadOnlySpan<byte> text, out int width)
    {
        if (Rune.DecodeLastFromUtf8(text, out var rune, out width) == OperationStatus.Done)
        {
            return rune;
        }

        width = Math.Min(1, text.Length);
        return Rune.ReplacementChar;
    }

    /// <summary>Appends a character in UTF-8.</summary>
    public static void Write(IBufferWriter<byte> output, Rune rune) => output.Advance(rune.EncodeToUtf8(output.GetSpan(4)));

    /// <summary>Changes each character.</summary>
    public static byte[] Map(ReadOnlySpan<byte> text, Func<Rune, Rune> change)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 4);
        while (!text.IsEmpty)
        {
            Write(output, change(First(text, out var width)));
            text = text[width..];
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Whether a character is white space.</summary>
    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    /// <summary>Whether a character is an upper-case letter (category Lu).</summary>
    public static bool IsUpper(Rune rune) => GoUnicode.CategoryOf(rune.Value) == UnicodeCategory.UppercaseLetter;

    /// <summary>Whether a character is a lower-case letter (category Ll).</summary>
    public static bool IsLower(Rune rune) => GoUnicode.CategoryOf(rune.Value) == UnicodeCategory.LowercaseLetter;

    /// <summary>Whether a character is a title-case letter (category Lt).</summary>
    public static bool IsTitle(Rune rune) => GoUnicode.CategoryOf(rune.Value) == UnicodeCategory.TitlecaseLetter;
}
