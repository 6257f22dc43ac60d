using System.Buffers;

namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Reads a scalar's text once to see what may be done with it.</summary>
internal static class ScalarAnalyzer
{
    private static readonly SearchValues<byte> Ordinary = SearchValues.Create(PrintableAsciiExcept(" #:"u8));
    private static readonly SearchValues<byte> FlowIndicators = SearchValues.Create(",?[]{}:"u8);
    private static readonly SearchValues<byte> FirstIndicators = SearchValues.Create("#,[]{}&*!|>'\"%@`"u8);

    // What is found in a text; each forbids styles.
    [Flags]
    private enum Findings
    {
        None = 0,
        Indicator = 1,
        Break = 2,
        Unprintable = 4,
        Tab = 8,
        NextLine = 16,
        SpaceThenBreak = 32,
        BreakThenSpace = 64,
        SpaceAtStart = 128,
        SpaceAtEnd = 256,
    }

    /// <summary>Whether text that may be plain outside flow collections may be so inside.</summary>
    public static bool MayBePlainInFlow(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.ContainsAny(FlowIndicators);

    public static ScalarTraits Analyze(ReadOnlySpan<byte> value, ScalarProfile profile)
    {
        if (value.IsEmpty)
        {
            return profile == ScalarProfile.Files ? ScalarTraits.Plain | ScalarTraits.SingleQuoted : ScalarTraits.SingleQuoted;
        }

        var found = StartsLikeMarkup(value) ? Findings.Indicator : Findings.None;
        for (var i = value.IndexOfAnyExcept(Ordinary); i >= 0 && i < value.Length;)
        {
            found |= Inspect(value, i);
            i += YamlCharacters.Width(value[i]);
            var skip = value[i..].IndexOfAnyExcept(Ordinary);
            i = skip < 0 ? value.Length : i + skip;
        }

        return Judge(found, profile);
    }

    private static ScalarTraits Judge(Findings found, ScalarProfile profile)
    {
        var (noQuotes, noBlock) = profile == ScalarProfile.Files
            ? (Findings.Unprintable | Findings.NextLine | Findings.Tab, Findings.Unprintable | Findings.NextLine)
            : (Findings.Unprintable | Findings.Tab, Findings.Unprintable | Findings.Tab);
        noQuotes |= Findings.SpaceThenBreak | Findings.BreakThenSpace;
        noBlock |= Findings.SpaceThenBreak | Findings.SpaceAtEnd;
        var notPlain = noQuotes | Findings.Indicator | Findings.Break | Findings.SpaceAtStart | Findings.SpaceAtEnd;
        return ((found & Findings.Break) != 0 ? ScalarTraits.Multiline : ScalarTraits.None)
            | ((found & notPlain) == 0 ? ScalarTraits.Plain : ScalarTraits.None)
            | ((found & noQuotes) == 0 ? ScalarTraits.SingleQuoted : ScalarTraits.None)
            | ((found & noBlock) == 0 ? ScalarTraits.Block : ScalarTraits.None);
    }

    // What the character at i is.
    private static Findings Inspect(ReadOnlySpan<byte> value, int i)
    {
        var rest = value[i..];
        switch (rest[0])
        {
            case (byte)' ':
                return (i == 0 ? Findings.SpaceAtStart : Findings.None)
                    | (rest.Length == 1 ? Findings.SpaceAtEnd : Findings.None)
                    | (YamlCharacters.EndsWithBreak(value[..i]) ? Findings.BreakThenSpace : Findings.None);
            case (byte)':':
                return IsFollowedByBlank(rest) ? Findings.Indicator : Findings.None;
            case (byte)'#':
                return i == 0 || IsBlankOrBreakBefore(value[..i]) ? Findings.Indicator : Findings.None;
            case (byte)'\t':
                return Findings.Tab;
        }

        var unprintable = YamlCharacters.IsPrintable(rest) ? Findings.None : Findings.Unprintable;
        if (YamlCharacters.BreakWidth(rest) == 0)
        {
            return unprintable;
        }

        var kind = rest[0] == 0xC2 ? Findings.NextLine : unprintable;
        return Findings.Break | kind | (i > 0 && value[i - 1] == ' ' ? Findings.SpaceThenBreak : Findings.None);
    }

    private static bool StartsLikeMarkup(ReadOnlySpan<byte> value) =>
        FirstIndicators.Contains(value[0]) || value.StartsWith("---"u8) || value.StartsWith("..."u8)
        || (value[0] is (byte)'-' or (byte)'?' && IsFollowedByBlank(value));

    private static bool IsFollowedByBlank(ReadOnlySpan<byte> at) => at.Length == 1 || YamlCharacters.IsBlank(at[1]);

    private static bool IsBlankOrBreakBefore(ReadOnlySpan<byte> before) =>
        YamlCharacters.IsBlank(before[^1]) || YamlCharacters.EndsWithBreak(before);

    private static byte[] PrintableAsciiExcept(ReadOnlySpan<byte> excluded)
    {
        var bytes = new List<byte>();
        for (byte c = 0x20; c <= 0x7E; c++)
        {
            if (!excluded.Contains(c))
            {
                bytes.Add(c);
            }
        }

        return [.. bytes];
    }
}
