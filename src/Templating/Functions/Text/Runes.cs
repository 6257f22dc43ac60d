using System.Buffers;
using System.Globalization;
using System.Text;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Characters as Go's <c>unicode</c> and <c>utf8</c> packages see them: bytes that are not UTF-8 count one by one as U+FFFD.</summary>
internal static class Runes
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

    /// <summary>Changes each character; text of ASCII alone takes the short way.</summary>
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

    public static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune);

    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter;

    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter;

    public static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    public static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune);

    // The platform leaves these letters alone, whose other case is plain ASCII or of another block.
    public static Rune ToUpper(Rune rune) => rune.Value switch
    {
        0x131 => new('I'),
        0x17F => new('S'),
        _ => Rune.ToUpperInvariant(rune),
    };

    public static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new('i'),
        0x1E9E => new('ß'),
        0x2126 => new('ω'),
        0x212A => new('k'),
        0x212B => new('å'),
        _ => Rune.ToLowerInvariant(rune),
    };

    /// <summary>The form at the start of a word: of the digraphs and of Georgian it is not the upper-case one.</summary>
    public static Rune ToTitle(Rune rune) => rune.Value switch
    {
        >= 0x1C4 and <= 0x1C6 => new(0x1C5),
        >= 0x1C7 and <= 0x1C9 => new(0x1C8),
        >= 0x1CA and <= 0x1CC => new(0x1CB),
        >= 0x1F1 and <= 0x1F3 => new(0x1F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => ToUpper(rune),
    };
}
