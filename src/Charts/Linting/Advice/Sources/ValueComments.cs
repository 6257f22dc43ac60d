namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Which values of a values.yaml have a comment: above, behind, inside or below them, above the values that they are in a row with, as
/// the heading of a section without other comments, or elsewhere in the forms of documentation generators, <c>## @param NAME ...</c> and
/// <c># NAME -- ...</c>.
/// </summary>
internal static class ValueComments
{
    private static readonly string[] Marks = ["@param ", "@extra ", "@skip "];

    /// <summary>The values at the top that have none, with their lines.</summary>
    public static IEnumerable<(string Name, int Line)> Missing(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var described = lines.Select(DescribedBy).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var (last, isLastCommented, isBelowHeading) = (-1, false, false);
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.StartsWith('#') && (at == 0 || !lines[at - 1].StartsWith('#')))
            {
                isBelowHeading = CommentHeadings.At(lines, at, isFirst: last < 0) || (isBelowHeading && IsExample(lines, at));
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 || !(char.IsAsciiLetterOrDigit(line[0]) || line[0] is '_' or '"' or '\'') || colon < 0)
            {
                continue;
            }

            // Values of one line each in a row share the comment above the first.
            isLastCommented = IsCommentAbove(lines, at) || (last == at - 1 && isLastCommented);
            last = at;
            var name = line[..colon].Trim('"', '\'');
            var block = lines.Skip(at + 1)
                .TakeWhile(below => below.Length == 0 || (below[0] is ' ' or '\t' or '-' && !IsAtLeft(below)))
                .ToArray();
            var isExplained = isLastCommented
                || isBelowHeading
                || described.Contains(name)
                || HasCommentBehind(line)
                || Array.Exists(block, below => IsComment(below) || HasCommentBehind(below))
                || IsCommentBelow(lines, at + 1 + block.Length);
            if (!isExplained)
            {
                yield return (name, at + 1);
            }
        }
    }

    /// <summary>The names of values that are there as comments, <c># nodePort: 30080</c>, for users to take out.</summary>
    public static IEnumerable<string> Examples(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#', ' ', '-'))
        .Select(line => line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? line[..colon] : "")
        .Where(name => name.Length > 0 && NamedValues.IsWord(name));

    /// <summary>The paths that comments describe by name, whether values are there or not.</summary>
    public static IEnumerable<string> Described(string text) => text.Split('\n').Select(DescribedPath).OfType<string>();

    // Below a value and before nothing: what follows is of the same section.
    private static bool IsExample(string[] lines, int at)
    {
        var end = at;
        while (end < lines.Length && lines[end].StartsWith('#'))
        {
            end++;
        }

        return at > 0 && !string.IsNullOrWhiteSpace(lines[at - 1]) && (end == lines.Length || string.IsNullOrWhiteSpace(lines[end]));
    }

    // One blank in front is a slip; what is inside of a value has more.
    private static bool IsAtLeft(string line) => line is ['#', ..] or [' ', '#', ..];

    private static bool HasCommentBehind(string line) =>
        line.Contains(" #", StringComparison.Ordinal) || line.Contains("\t#", StringComparison.Ordinal);

    private static bool IsComment(string line) => line.TrimStart(' ', '\t', '-').StartsWith('#');

    // Blank lines between are a matter of style, unless the comment hangs on the value before it.
    private static bool IsCommentAbove(string[] lines, int at)
    {
        var end = at - 1;
        while (end >= 0 && string.IsNullOrWhiteSpace(lines[end]))
        {
            end--;
        }

        var start = end;
        while (start >= 0 && IsAtLeft(lines[start]))
        {
            start--;
        }

        return start < end && (end == at - 1 || start < 0 || string.IsNullOrWhiteSpace(lines[start]));
    }

    // An example that is commented out, or a comment at the left before what is inside; what leads to another value without a blank line
    // is that one's.
    private static bool IsCommentBelow(string[] lines, int at)
    {
        var start = at;
        while (at < lines.Length && IsComment(lines[at]))
        {
            at++;
        }

        return at > start
            && lines[start - 1].Length > 0
            && (at == lines.Length || string.IsNullOrWhiteSpace(lines[at]) || lines[at][0] is ' ' or '\t' or '-');
    }

    // The first part of the path that a comment describes by name; null for other lines.
    private static string? DescribedBy(string line) => DescribedPath(line) is { } path
        ? path.AsSpan().IndexOfAny(".[") is var end and >= 0 ? path[..end] : path
        : null;

    private static string? DescribedPath(string line)
    {
        var text = line.TrimStart();
        if (!text.StartsWith('#'))
        {
            return null;
        }

        text = text.TrimStart('#').TrimStart();
        if (Array.Find(Marks, mark => text.StartsWith(mark, StringComparison.Ordinal)) is { } mark)
        {
            text = text[mark.Length..].TrimStart();
        }
        else if (text.IndexOf(" -- ", StringComparison.Ordinal) is var dashes
            && (dashes < 0 || text.IndexOf(' ', StringComparison.Ordinal) != dashes))
        {
            return null;
        }

        var end = text.AsSpan().IndexOfAny(' ', '\r');
        return end < 0 ? text : text[..end];
    }
}
