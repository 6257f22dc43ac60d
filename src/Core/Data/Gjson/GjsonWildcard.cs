namespace SecretsKit.Core.Data.Gjson;

/// <summary>Patterns in which <c>*</c> is any text and <c>?</c> any character; a backslash takes the meaning away.</summary>
internal static class GjsonWildcard
{
    /// <summary>Whether a text matches; linear in their lengths' product at most.</summary>
    public static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        var (at, of) = (0, 0);
        var (star, resume) = (-1, 0);
        while (at < text.Length)
        {
            if (of < pattern.Length && pattern[of] == '*')
            {
                (star, resume) = (of++, at);
            }
            else if (of < pattern.Length && TakesOne(text, at, pattern, of, out var width, out var patternWidth))
            {
                at += width;
                of += patternWidth;
            }
            else if (star >= 0)
            {
                of = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[of..].IndexOfAnyExcept((byte)'*') < 0;
    }

    private static bool TakesOne(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> pattern, int of, out int width, out int patternWidth)
    {
        (width, patternWidth) = (1, 1);
        if (pattern[of] == '?')
        {
            System.Text.Rune.DecodeFromUtf8(text[at..], out _, out width);
            return true;
        }

        if (pattern[of] == '\\' && of + 1 < pattern.Length)
        {
            patternWidth = 2;
            return pattern[of + 1] == text[at];
        }

        return pattern[of] == text[at];
    }
}
