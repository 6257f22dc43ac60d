namespace SecretsKit.Core.Ssh;

/// <summary>
/// Lists of patterns as OpenSSH writes them: separated by commas, <c>*</c> and <c>?</c> as wildcards, <c>!</c> in front takes a match back.
/// </summary>
public static class SshPatterns
{
    /// <summary>Whether a list covers a text: some pattern matches it, and none that is negated does.</summary>
    public static bool Covers(string list, string text)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(text);
        var covered = false;
        foreach (var pattern in list.Split(','))
        {
            var isNegated = pattern.StartsWith('!');
            if (Matches(isNegated ? pattern.AsSpan(1) : pattern, text))
            {
                if (isNegated)
                {
                    return false;
                }

                covered = true;
            }
        }

        return covered;
    }

    // A failure after a star goes back to the last star alone, so that the work is at most the product of both lengths.
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
