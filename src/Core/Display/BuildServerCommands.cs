using System.Text;

namespace SecretsKit.Core.Display;

/// <summary>
/// Lines of a log that a build server would take for commands: <c>::error::</c> (GitHub, where blanks
/// may stand before it), and <c>##[error]</c>,
/// <c>##vso[...]</c>, <c>##teamcity[...]</c>, which some servers find within a line, too. Their first character is written as an escape.
/// </summary>
internal static class BuildServerCommands
{
    private const string Start = "::";
    private const string Hashes = "##";

    /// <summary>The text without commands; the same object if there are none. Linear time.</summary>
    public static string Neutralise(string text)
    {
        var at = Next(text, 0);
        if (at == text.Length)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        for (var from = 0; ; at = Next(text, from))
        {
            safe.Append(text, from, at - from);
            if (at == text.Length)
            {
                return safe.ToString();
            }

            safe.Append(text[at] == ':' ? "\\x3a" : "\\x23");
            from = at + 1;
        }
    }

    /// <summary>Where the next command begins that counts anywhere in a line; the length of the text if there is none.</summary>
    public static int NextWithin(string text, int from)
    {
        while (from < text.Length)
        {
            var skip = text.AsSpan(from).IndexOf(Hashes, StringComparison.Ordinal);
            if (skip < 0)
            {
                break;
            }

            from += skip;
            if (HasBracket(text.AsSpan(from + Hashes.Length)))
            {
                return from;
            }

            from++;
        }

        return text.Length;
    }

    // Colons and hashes are rare, so looking for them is a fast scan.
    private static int Next(string text, int from)
    {
        while (from < text.Length)
        {
            var skip = text.AsSpan(from).IndexOfAny(':', '#');
            if (skip < 0)
            {
                break;
            }

            from += skip;
            var rest = text.AsSpan(from);
            if (rest.StartsWith(Start, StringComparison.Ordinal) ? StartsLine(text, from)
                : rest.StartsWith(Hashes, StringComparison.Ordinal) && HasBracket(rest[Hashes.Length..]))
            {
                return from;
            }

            from++;
        }

        return text.Length;
    }

    private static bool HasBracket(ReadOnlySpan<char> name)
    {
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
        {
            length++;
        }

        return length < name.Length && name[length] == '[';
    }

    private static bool StartsLine(string text, int at)
    {
        while (at > 0 && text[at - 1] != '\n' && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }
}
