namespace SecretsKit.Repository.Git;

/// <summary>One line of a <c>.gitignore</c> (gitignore(5)).</summary>
public sealed class IgnorePattern
{
    private const string AnyFolders = "**";

    private readonly string[] _segments;

    private IgnorePattern(string[] segments, bool foldersOnly, bool negated) =>
        (_segments, FoldersOnly, Negated) = (segments, foldersOnly, negated);

    /// <summary>Whether only folders are meant.</summary>
    public bool FoldersOnly { get; }

    /// <summary>Whether what matches is not ignored after all.</summary>
    public bool Negated { get; }

    /// <summary>Parses a line; null for a comment or an empty one.</summary>
    public static IgnorePattern? Parse(string line)
    {
        var text = TrimEnd(line);
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var negated = text[0] == '!';
        text = negated ? text[1..] : text;
        var foldersOnly = text.EndsWith('/');
        text = foldersOnly ? text[..^1] : text;
        if (text.Length == 0)
        {
            return null;
        }

        // Without a slash in front or in the middle, the name counts at every depth.
        var anchored = text.Contains('/', StringComparison.Ordinal);
        var segments = text.TrimStart('/').Split('/');
        return new(anchored ? segments : [AnyFolders, .. segments], foldersOnly, negated);
    }

    /// <summary>Whether a path matches, relative to the folder of the <c>.gitignore</c>, with slashes.</summary>
    public bool Matches(ReadOnlySpan<string> path, bool isFolder) => (isFolder || !FoldersOnly) && Matches(_segments, path);

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        // As with stars in one name: the last ** takes one folder more after each failure.
        var (p, s, star, mark) = (0, 0, -1, 0);
        while (s < path.Length)
        {
            if (p < pattern.Length && pattern[p] == AnyFolders)
            {
                (star, mark) = (p++, s);
                if (p == pattern.Length)
                {
                    return true;
                }
            }
            else if (p < pattern.Length && NameMatches(pattern[p], path[s]))
            {
                p++;
                s++;
            }
            else if (star >= 0)
            {
                (p, s) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return p == pattern.Length;
    }

    private static bool NameMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, s, star, mark) = (0, 0, -1, 0);
        while (s < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (++p, s);
            }
            else if (p < pattern.Length && OneMatches(pattern[p..], name[s], out var length))
            {
                p += length;
                s++;
            }
            else if (star >= 0)
            {
                (p, s) = (star, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    /// <param name="pattern">Begins with what is to match one character.</param>
    /// <param name="letter">The character.</param>
    /// <param name="length">How much of the pattern that takes.</param>
    private static bool OneMatches(ReadOnlySpan<char> pattern, char letter, out int length)
    {
        length = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '\\' when pattern.Length > 1:
                length = 2;
                return pattern[1] == letter;
            case '[' when ClassEnd(pattern) is var end and > 0:
                length = end + 1;
                return ClassMatches(pattern[1..end], letter);
            default:
                return pattern[0] == letter;
        }
    }

    // A bracket right behind the opening one is a member.
    private static int ClassEnd(ReadOnlySpan<char> pattern)
    {
        var first = pattern.Length > 1 && pattern[1] is '!' or '^' ? 3 : 2;
        var end = first < pattern.Length ? pattern[first..].IndexOf(']') : -1;
        return end < 0 ? -1 : first + end;
    }

    private static bool ClassMatches(ReadOnlySpan<char> members, char letter)
    {
        var negated = members[0] is '!' or '^';
        members = negated ? members[1..] : members;
        for (var i = 0; i < members.Length; i++)
        {
            var (low, high) = (members[i], members[i]);
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                high = members[i + 2];
                i += 2;
            }

            if (letter >= low && letter <= high)
            {
                return !negated;
            }
        }

        return negated;
    }

    // Blanks at the end count only behind a backslash.
    private static string TrimEnd(string line)
    {
        var text = line.TrimEnd('\r');
        while (text.EndsWith(' ') && !text.EndsWith("\\ ", StringComparison.Ordinal))
        {
            text = text[..^1];
        }

        return text;
    }
}
