using System.Buffers;
using SecretsKit.Core.Documents.Yaml.Emit;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>What a text allows (spec sprig.md 16.4).</summary>
/// <param name="IsMultiline">There is a line break of any kind.</param>
/// <param name="MayBePlain">Unquoted.</param>
/// <param name="MayBeSingleQuoted">Between apostrophes.</param>
/// <param name="MayBeLiteral">As a literal block.</param>
internal readonly record struct ScalarTraits(bool IsMultiline, bool MayBePlain, bool MayBeSingleQuoted, bool MayBeLiteral)
{
    private static readonly SearchValues<byte> Ordinary = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"$%&'()*+,-./;<=>?@[\\]^_`{|}~"u8);

    /// <summary>Reads the text once.</summary>
    public static ScalarTraits Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return new(IsMultiline: false, MayBePlain: false, MayBeSingleQuoted: true, MayBeLiteral: false);
        }

        var hasIndicator = StartsLikeMarkup(text);
        bool isSpecial = false, hasBreak = false, spaceThenBreak = false, breakThenSpace = false;
        bool afterSpace = false, afterBreak = false;
        for (var i = 0; i < text.Length;)
        {
            var run = text[i..].IndexOfAnyExcept(Ordinary);
            if (run != 0)
            {
                afterSpace = afterBreak = false;
                i = run < 0 ? text.Length : i + run;
                continue;
            }

            var rest = text[i..];
            var width = YamlCharacters.Width(rest[0]);
            var isBreak = YamlCharacters.BreakWidth(rest) > 0;
            var isSpace = rest[0] == ' ';
            hasIndicator |= (rest[0] == ':' && IsBlankOrEnd(rest[1..])) || (rest[0] == '#' && (i == 0 || EndsWithBlankOrBreak(text[..i])));
            isSpecial |= !isBreak && !YamlCharacters.IsPrintable(rest);
            isSpecial |= rest[0] == '\r';
            hasBreak |= isBreak;
            spaceThenBreak |= isBreak && afterSpace;
            breakThenSpace |= isSpace && afterBreak;
            (afterSpace, afterBreak) = (isSpace, isBreak);
            i += width;
        }

        var startsBlank = text[0] == ' ' || YamlCharacters.BreakWidth(text) > 0;
        var isQuotable = !isSpecial && !spaceThenBreak;
        return new(
            hasBreak,
            MayBePlain: isQuotable && !hasIndicator && !hasBreak && !startsBlank && !afterSpace && !afterBreak,
            MayBeSingleQuoted: isQuotable && !breakThenSpace,
            MayBeLiteral: isQuotable && !afterSpace);
    }

    private static bool StartsLikeMarkup(ReadOnlySpan<byte> text) =>
        text.StartsWith("---"u8) || text.StartsWith("..."u8)
        || "#,[]{}&*!|>'\"%@`"u8.Contains(text[0])
        || (text[0] is (byte)'-' or (byte)'?' or (byte)':' && IsBlankOrEnd(text[1..]));

    private static bool EndsWithBlankOrBreak(ReadOnlySpan<byte> text) =>
        (!text.IsEmpty && YamlCharacters.IsBlank(text[^1])) || YamlCharacters.EndsWithBreak(text);

    private static bool IsBlankOrEnd(ReadOnlySpan<byte> rest) => rest.IsEmpty
        || rest[0] is (byte)' ' or (byte)'\t'
        || YamlCharacters.BreakWidth(rest) > 0;
}
