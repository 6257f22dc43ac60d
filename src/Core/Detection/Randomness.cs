namespace SecretsKit.Core.Detection;

/// <summary>
/// Whether a text was drawn at random. Words and names keep to one kind of letters for a while; random text changes between small letters,
/// capitals and digits all the time, and uses many different ones.
/// </summary>
internal static class Randomness
{
    private const int Shortest = 16;

    /// <summary>Whether a text without spaces looks random.</summary>
    public static bool IsRandom(ReadOnlySpan<byte> text) => text.Length >= Shortest && Score(text) is { Bits: > 3.3 } score
        && ((score.Kinds == 3 && score.Changes >= 0.3)
            || (score.Kinds == 2 && score.HasDigits && score.Changes >= 0.3 && text.Length >= 20));

    /// <summary>The stricter measure for values whose names say nothing.</summary>
    /// <param name="text">One word.</param>
    public static bool IsSurelyRandom(ReadOnlySpan<byte> text) => text.Length is >= 24 and <= 512
        && Score(text) is { Bits: > 3.8, Kinds: 3, Changes: >= 0.35 };

    // Bits per character by Shannon; kinds of characters; how often the kind changes from one character to the next.
    private static (double Bits, int Kinds, double Changes, bool HasDigits) Score(ReadOnlySpan<byte> text)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        var kinds = 0;
        var changes = 0;
        var before = 0;
        foreach (var c in text)
        {
            counts[c]++;
            var kind = char.IsAsciiLetterLower((char)c) ? 1 : char.IsAsciiLetterUpper((char)c) ? 2 : char.IsAsciiDigit((char)c) ? 4 : 0;
            kinds |= kind;
            changes += kind != 0 && before != 0 && kind != before ? 1 : 0;
            before = kind;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var share = (double)count / text.Length;
                bits -= share * Math.Log2(share);
            }
        }

        return (bits, System.Numerics.BitOperations.PopCount((uint)kinds), (double)changes / text.Length, (kinds & 4) != 0);
    }
}
