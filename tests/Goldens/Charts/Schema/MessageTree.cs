namespace SecretsKit.Goldens.Charts.Schema;

/// <summary>Lines of findings, each cause two spaces deeper, in an order that does not depend on the run.</summary>
internal static class MessageTree
{
    private static readonly (string Before, string Separator, string After)[] Lists =
    [
        ("additional properties ", ", ", " not allowed"),
        ("missing properties ", ", ", ""),
        ("duplicate id ", " and ", ""),
    ];

    /// <summary>The message with lines of one parent sorted, and the names that a line lists.</summary>
    public static string? Sort(string? message) =>
        message is null ? null : string.Join('\n', Sort([.. message.Split('\n').Select(SortNames)], 0));

    private static List<string> Sort(List<string> lines, int depth)
    {
        var groups = new List<List<string>>();
        foreach (var line in lines)
        {
            var isChild = groups.Count > 0 && line.StartsWith(new string(' ', (2 * depth) + 2), StringComparison.Ordinal);
            if (isChild)
            {
                groups[^1].Add(line);
            }
            else
            {
                groups.Add([line]);
            }
        }

        var sorted = groups.Select(group => (string[])[group[0], .. Sort(group[1..], depth + 1)]);
        return [.. sorted.OrderBy(group => string.Join('\n', group), StringComparer.Ordinal).SelectMany(group => group)];
    }

    private static string SortNames(string line)
    {
        foreach (var (before, separator, after) in Lists)
        {
            var start = line.IndexOf(before, StringComparison.Ordinal);
            if (start >= 0 && line.EndsWith(after, StringComparison.Ordinal))
            {
                // Of an id the two pointers, which follow the last "at".
                start = separator == ", " ? start + before.Length : line.LastIndexOf(" at ", StringComparison.Ordinal) + " at ".Length;
                var names = line[start..^after.Length].Split(separator).Order(StringComparer.Ordinal);
                return line[..start] + string.Join(separator, names) + after;
            }
        }

        return line;
    }
}
