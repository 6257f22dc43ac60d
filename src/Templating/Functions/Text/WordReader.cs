using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>What a word of an identifier is made of (spec sprig.md 3.1).</summary>
internal enum WordKind
{
    /// <summary>The end, or a character that is not UTF-8.</summary>
    None,

    /// <summary>Hyphens, underscores and white space.</summary>
    Connector,

    /// <summary>Punctuation that is no connector.</summary>
    Punctuation,

    /// <summary>Digits and other numbers.</summary>
    Number,

    /// <summary>Begins with an upper-case letter.</summary>
    Upper,

    /// <summary>Letters that are not upper case.</summary>
    Lower,

    /// <summary>Anything else, ideographs for one.</summary>
    Other,
}

/// <summary>Takes an identifier apart into words.</summary>
internal ref struct WordReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The kind of the current word.</summary>
    public WordKind Kind { get; private set; }

    /// <summary>The current word.</summary>
    public ReadOnlySpan<byte> Word { get; private set; }

    /// <summary>Whether nothing follows the current word.</summary>
    public readonly bool IsLast => _rest.IsEmpty;

    /// <summary>Whether the current word is one that numbers cling to.</summary>
    public readonly bool IsLowerOrNumber => Kind is WordKind.Lower or WordKind.Number;

    /// <summary>Whether a connector belongs before the current word: not at the end, nor where something already separates.</summary>
    public readonly bool WantsConnector => Kind is not (WordKind.None or WordKind.Connector or WordKind.Punctuation);

    /// <summary>Goes to the next word; past the last one it is <see cref="WordKind.None"/> and empty.</summary>
    public void Next()
    {
        var first = Valid(_rest, Rune.ReplacementChar, out var at);
        Kind = KindOf(first);
        at += Kind switch
        {
            WordKind.None => 0,
            WordKind.Upper => UpperTail(first, _rest[at..]),
            WordKind.Lower => Run(_rest[at..], first, static rune => IsAlphabet(rune) && !Runes.IsUpper(rune)),
            WordKind.Connector => Run(_rest[at..], first, IsConnector),
            WordKind.Punctuation => Run(_rest[at..], first, GoUnicode.IsPunctuation),
            WordKind.Number => Run(_rest[at..], first, GoUnicode.IsNumber),
            _ =>
                Run(
                    _rest[at..],
                    first,
                    static rune => !IsConnector(rune) && !IsAlphabet(rune) && !GoUnicode.IsNumber(rune) && !GoUnicode.IsPunctuation(rune)),
        };
        Word = _rest[..at];
        _rest = _rest[at..];
    }

    /// <summary>Hyphen, underscore or white space.</summary>
    public static bool IsConnector(Rune rune) => rune.Value is '-' or '_' || Runes.IsSpace(rune);

    private static WordKind KindOf(Rune rune) => rune == Rune.ReplacementChar ? WordKind.None
        : IsConnector(rune) ? WordKind.Connector
        : GoUnicode.IsPunctuation(rune) ? WordKind.Punctuation
        : Runes.IsUpper(rune) ? WordKind.Upper
        : IsAlphabet(rune) ? WordKind.Lower
        : GoUnicode.IsNumber(rune) ? WordKind.Number
        : WordKind.Other;

    // Ideographs have no case and make no words.
    private static bool IsAlphabet(Rune rune) =>
        GoUnicode.IsLetter(rune)
            && rune.Value is not ((>= 0x3400 and <= 0x4D85) or (>= 0x4E00 and <= 0x9FCC) or (>= 0x20000 and <= 0x2B81D));

    // Either one capital and small letters, or capitals alone; the last of these begins the next word if a small letter follows it.
    private static int UpperTail(Rune first, ReadOnlySpan<byte> rest)
    {
        var second = Valid(rest, first, out var width);
        if (rest.IsEmpty)
        {
            return 0;
        }

        if (!Runes.IsUpper(second))
        {
            return Run(rest, first, static rune => IsAlphabet(rune) && !Runes.IsUpper(rune));
        }

        var (length, last) = (width, width);
        while (length < rest.Length)
        {
            second = Valid(rest[length..], second, out width);
            if (!Runes.IsUpper(second))
            {
                return IsAlphabet(second) ? length - last : length;
            }

            length += width;
            last = width;
        }

        return length;
    }

    private static int Run(ReadOnlySpan<byte> rest, Rune first, Func<Rune, bool> belongs)
    {
        var length = 0;
        var rune = first;
        while (length < rest.Length)
        {
            rune = Valid(rest[length..], rune, out var width);
            if (!belongs(rune))
            {
                break;
            }

            length += width;
        }

        return length;
    }

    // Bytes that are no characters go with the character behind them, or with the one before at the end.
    private static Rune Valid(ReadOnlySpan<byte> text, Rune otherwise, out int width)
    {
        width = 0;
        while (width < text.Length)
        {
            var rune = Runes.First(text[width..], out var step);
            width += step;
            if (rune != Rune.ReplacementChar)
            {
                return rune;
            }
        }

        return otherwise;
    }
}
