namespace SecretsKit.Cli.Git.Installing;

/// <summary>
/// Translates the path expressions that people write in rules into patterns of git attributes. A
/// pattern may match more than the expression, never less: files that are not encrypted are shown and merged as ever.
/// </summary>
internal static class RegexGlobs
{
    /// <summary>Most patterns for one expression.</summary>
    public const int Most = 12;

    /// <summary>The patterns, or null for an expression that is not translated, one that matches every path included.</summary>
    public static IReadOnlyList<string>? Of(string expression)
    {
        if (new RegexPaths(expression).Parse() is not { } paths)
        {
            return null;
        }

        var globs = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            globs.UnionWith(Expand(path).Select(Place));
        }

        return globs.Count is > 0 and <= Most && !globs.Contains("*") && !globs.Contains("**") ? [.. globs] : null;
    }

    /// <summary>A star that crosses folders becomes one that stays in its folder, or folders between.</summary>
    private static IEnumerable<string> Expand(string path)
    {
        var at = path.IndexOf(RegexPaths.Deep);
        if (at < 0)
        {
            return [path];
        }

        var (left, right) = (path[..at], path[(at + 1)..].TrimStart(RegexPaths.Deep));
        var opens = left.Length == 0 || left[^1] == '/';
        string[] forms = right.Length == 0 ? opens ? [left + "**"] : [left + "*", left + "*/**"]
            : right[0] == '/' ? [left + (opens ? "**" : "*/**") + right]
            : opens ? [left + "**/*" + right]
            : [left + "*" + right, left + "*/**/*" + right];
        return forms.SelectMany(Expand);
    }

    // A pattern without a slash matches in every folder; one with a slash from here.
    private static string Place(string glob)
    {
        while (glob.Contains("**/**/", StringComparison.Ordinal))
        {
            glob = glob.Replace("**/**/", "**/", StringComparison.Ordinal);
        }

        // Beside other characters two stars count as one.
        for (var at = glob.IndexOf("**", StringComparison.Ordinal); at >= 0; at = glob.IndexOf("**", at + 1, StringComparison.Ordinal))
        {
            var isFolders = (at == 0 || glob[at - 1] == '/') && (at + 2 == glob.Length || glob[at + 2] == '/');
            glob = isFolders ? glob : glob.Remove(at--, 1);
            at++;
        }

        return glob.StartsWith("**/", StringComparison.Ordinal) && !glob.AsSpan(3).Contains('/') ? glob[3..]
            : glob.Contains('/') || glob == "**" ? glob
            : "/" + glob;
    }
}
