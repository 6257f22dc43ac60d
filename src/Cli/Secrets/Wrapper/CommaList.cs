namespace SecretsKit.Cli.Secrets.Wrapper;

/// <summary>Values that are lists: split at commas that are neither escaped by a backslash nor inside braces or brackets.</summary>
internal static class CommaList
{
    /// <summary>The items, escapes and all.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> items = [];
        var (start, depth) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    depth--;
                    break;
                case ',' when depth <= 0:
                    items.Add(text[start..at]);
                    start = at + 1;
                    break;
            }
        }

        items.Add(text[start..]);
        return items;
    }

    /// <summary>The items of a list of paths: brackets mean nothing in them.</summary>
    public static IReadOnlyList<string> SplitPaths(string text)
    {
        List<string> items = [];
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == ',')
            {
                items.Add(text[start..at]);
                start = at + 1;
            }
        }

        items.Add(text[start..]);
        return items;
    }

    /// <summary>Makes a text one item.</summary>
    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);
}
