namespace SecretsKit.Charts.Loading;

/// <summary>
/// Go's <c>filepath.Match</c>: <c>*</c> and <c>?</c> stay within a path element, <c>[a-z]</c> and <c>[^a]</c> do not, <c>\</c> escapes.
/// </summary>
public static class PathGlob
{
    /// <summary>Whether the pattern is well formed.</summary>
    public static bool IsValid(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                if (++i >= pattern.Length)
                {
                    return false;
                }
            }
            else if (pattern[i] == '[' && !TrySkipClass(pattern, ref i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the whole name matches. None matches a malformed pattern.</summary>
    public static bool Matches(string pattern, string name) => Matches(pattern.AsSpan(), name.AsSpan()) && IsValid(pattern);

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Where to go on when what follows the last star does not fit here.
        ReadOnlySpan<char> afterStar = default, starName = default;
        var hasStar = false;
        while (true)
        {
            if (!pattern.IsEmpty && pattern[0] == '*')
            {
                pattern = pattern.TrimStart('*');
                afterStar = pattern;
                starName = name;
                hasStar = true;
                continue;
            }

            if (name.IsEmpty && pattern.IsEmpty)
            {
                return true;
            }

            if (!name.IsEmpty && !pattern.IsEmpty && TryMatchOne(ref pattern, name[0]))
            {
                name = name[1..];
                continue;
            }

            if (!hasStar || starName.IsEmpty || starName[0] == '/')
            {
                return false;
            }

            starName = starName[1..];
            pattern = afterStar;
            name = starName;
        }
    }

    private static bool TryMatchOne(ref ReadOnlySpan<char> pattern, char c)
    {
        switch (pattern[0])
        {
            case '?':
                pattern = pattern[1..];
                return c != '/';
            case '[':
                return TryMatchClass(ref pattern, c);
            case '\\' when pattern.Length > 1:
                pattern = pattern[1..];
                break;
        }

        var isSame = pattern[0] == c;
        pattern = pattern[1..];
        return isSame;
    }

    private static bool TryMatchClass(ref ReadOnlySpan<char> pattern, char c)
    {
        var i = 1;
        var isNegated = i < pattern.Length && pattern[i] == '^';
        i += isNegated ? 1 : 0;
        var isFound = false;
        for (var first = true; i < pattern.Length && (first || pattern[i] != ']'); first = false)
        {
            var low = ClassChar(pattern, ref i);
            var high = low;
            if (i + 1 < pattern.Length && pattern[i] == '-')
            {
                i++;
                high = ClassChar(pattern, ref i);
            }

            isFound |= low <= c && c <= high;
        }

        pattern = i < pattern.Length ? pattern[(i + 1)..] : default;
        return isFound != isNegated;
    }

    private static char ClassChar(ReadOnlySpan<char> pattern, ref int i)
    {
        if (pattern[i] == '\\' && i + 1 < pattern.Length)
        {
            i++;
        }

        return pattern[i++];
    }

    private static bool TrySkipClass(string pattern, ref int i)
    {
        i++;
        if (i < pattern.Length && pattern[i] == '^')
        {
            i++;
        }

        for (var count = 0; i < pattern.Length; count++)
        {
            if (pattern[i] == ']' && count > 0)
            {
                return true;
            }

            if (!TryClassChar(pattern, ref i)
                || (i < pattern.Length && pattern[i] == '-' && (++i >= pattern.Length || !TryClassChar(pattern, ref i))))
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryClassChar(string pattern, ref int i)
    {
        if (pattern[i] is '-' or ']')
        {
            return false;
        }

        if (pattern[i] == '\\' && ++i >= pattern.Length)
        {
            return false;
        }

        i++;
        return i < pattern.Length;
    }
}
