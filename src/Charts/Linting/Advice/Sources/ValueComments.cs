namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Which values of a values.yaml have a comment: above, behind or inside them, or elsewhere in the forms of documentation generators,
/// <c>## @param NAME ...</c> and <c># NAME -- ...</c>.
/// </summary>
internal static class ValueComments
{
    private static readonly string[] Marks = ["@param ", "@extra ", "@skip "];

    /// <summary>The values at the top that have none, with their lines.</summary>
    public static IEnumerable<(string Name, int Line)> Missing(string text)
    {
        var lines = text.Split('\n');
        var described = lines.Select(DescribedBy).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 || !(char.IsAsciiLetterOrDigit(line[0]) || line[0] is '_' or '"' or '\'') || colon < 0)
            {
                continue;
            }

            var name = line[..colon].Trim('"', '\'');
            var block = lines.Skip(at + 1).TakeWhile(below => below.Length == 0 || below[0] is ' ' or '\t' or '\r' or '-');
            var isExplained = described.Contains(name)
                || line.Contains(" #", StringComparison.Ordinal)
                || (at > 0 && lines[at - 1].TrimStart().StartsWith('#'))
                || block.Any(below => below.TrimStart(' ', '-').StartsWith('#') || below.Contains(" #", StringComparison.Ordinal));
            if (!isExplained)
            {
                yield return (name, at + 1);
            }
        }
    }

    // The first part of the path that a comment describes by name; null for other lines.
    private static string? DescribedBy(string line)
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

        var end = text.AsSpan().IndexOfAny(" .[");
        return end < 0 ? text : text[..end];
    }
}
