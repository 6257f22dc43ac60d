using System.Buffers;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>Which styles a scalar's text allows.</summary>
[Flags]
internal enum ScalarTraits : byte
{
    None = 0,

    /// <summary>There is a line break.</summary>
    Multiline = 1,

    /// <summary>Plain outside flow collections.</summary>
    Plain = 2,

    /// <summary>Single-quoted.</summary>
    SingleQuoted = 4,

    /// <summary>Literal and folded.</summary>
    Block = 8,
}

/// <summary>Reads a scalar's text once to see what may be done with it.</summary>
internal static class ScalarAnalyzer
{
    private static readonly SearchValues<byte> Ordinary = SearchValues.Create(PrintableAsciiExcept(" #:"u8));
    private static readonly SearchValues<byte> FlowIndicators = SearchValues.Create(",?[]{}:"u8);
    private static readonly SearchValues<byte> FirstIndicators = SearchValues.Create("#,[]{}&*!|>'\"%@`"u8);

    /// <summary>Whether text that may be plain outside flow collections may be so inside.</summary>
    public static bool MayBePlainInFlow(ReadOnlySpan<byte> value) => !value.IsEmpty && !value.ContainsAny(FlowIndicators);

    public static ScalarTraits Analyze(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return ScalarTraits.Plain | ScalarTraits.SingleQuoted;
        }

        var traits = StartsLikeMarkup(value) ? ScalarTraits.SingleQuoted | ScalarTraits.Block
            : ScalarTraits.Plain | ScalarTraits.SingleQuoted | ScalarTraits.Block;
        for (var i = value.IndexOfAnyExcept(Ordinary); i >= 0 && i < value.Length;)
        {
            i += Inspect(value, i, ref traits);
            var skip = value[i..].IndexOfAnyExcept(Ordinary);
            i = skip < 0 ? value.Length : i + skip;
        }

        return traits;
    }

    // Takes away what the character at i forbids; returns its width.
    private static int Inspect(ReadOnlySpan<byte> value, int i, ref ScalarTraits traits)
    {
        var rest = value[i..];
        switch (rest[0])
        {
            case (byte)' ':
                InspectSpace(value, i, ref traits);
                return 1;
            case (byte)':':
                traits &= IsFollowedByBlank(rest) ? ~ScalarTraits.Plain : ~ScalarTraits.None;
                return 1;
            case (byte)'#':
                traits &= i == 0 || IsBlankOrBreakBefore(value[..i]) ? ~ScalarTraits.Plain : ~ScalarTraits.None;
                return 1;
            case (byte)'\t':
                traits &= ~(ScalarTraits.Plain | ScalarTraits.SingleQuoted);
                return 1;
        }

        if (!YamlCharacters.IsPrintable(rest))
        {
            traits &= ~(ScalarTraits.Plain | ScalarTraits.SingleQuoted | ScalarTraits.Block);
        }

        var width = YamlCharacters.BreakWidth(rest);
        if (width == 0)
        {
            return YamlCharacters.Width(rest[0]);
        }

        traits = (traits | ScalarTraits.Multiline) & ~ScalarTraits.Plain;
        if (i > 0 && value[i - 1] == ' ')
        {
            traits &= ~(ScalarTraits.SingleQuoted | ScalarTraits.Block);
        }

        return width;
    }

    private static void InspectSpace(ReadOnlySpan<byte> value, int i, ref ScalarTraits traits)
    {
        if (i == 0 || i == value.Length - 1)
        {
            traits &= ~ScalarTraits.Plain;
        }

        if (i == value.Length - 1)
        {
            traits &= ~ScalarTraits.Block;
        }

        if (YamlCharacters.EndsWithBreak(value[..i]))
        {
            traits &= ~(ScalarTraits.Plain | ScalarTraits.SingleQuoted);
        }
    }

    private static bool StartsLikeMarkup(ReadOnlySpan<byte> value) =>
        FirstIndicators.Contains(value[0]) || value.StartsWith("---"u8) || value.StartsWith("..."u8)
        || (value[0] is (byte)'-' or (byte)'?' && IsFollowedByBlank(value));

    private static bool IsFollowedByBlank(ReadOnlySpan<byte> at) => at.Length == 1 || YamlCharacters.IsBlank(at[1]);

    private static bool IsBlankOrBreakBefore(ReadOnlySpan<byte> before) =>
        YamlCharacters.IsBlank(before[^1]) || before[^1] == 0 || YamlCharacters.EndsWithBreak(before);

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
