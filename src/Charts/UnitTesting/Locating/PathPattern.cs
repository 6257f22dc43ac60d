using SecretsKit.Charts.Loading;

namespace SecretsKit.Charts.UnitTesting.Locating;

/// <summary>Patterns of paths in which <c>**</c> is any number of folders, and everything else stays within one.</summary>
internal static class PathPattern
{
    private const string Any = "**";

    /// <summary>Whether a path has to be looked for.</summary>
    public static bool HasWildcard(string path) => path.AsSpan().ContainsAny("*?[");

    /// <summary>Whether a whole path matches.</summary>
    public static bool Matches(string pattern, string path) => Matches(pattern.Split('/'), path.Split('/'));

    /// <summary>Files that match a pattern, those of a folder before those of folders below, in order of their names.</summary>
    /// <param name="pattern">Relative, or absolute.</param>
    /// <param name="resolve">Makes a path absolute.</param>
    public static IEnumerable<string> Files(string pattern, Func<string, string> resolve)
    {
        var parts = pattern.Split('/');
        var wild = Array.FindIndex(parts, HasWildcard);
        if (wild < 0)
        {
            return File.Exists(resolve(pattern)) ? [pattern] : [];
        }

        return Below(string.Join('/', parts[..wild]), parts[wild..], resolve).Distinct();
    }

    private static IEnumerable<string> Below(string folder, string[] parts, Func<string, string> resolve)
    {
        var full = resolve(folder.Length == 0 ? "." : folder);
        if (!Directory.Exists(full))
        {
            yield break;
        }

        if (parts[0] == Any)
        {
            foreach (var found in parts.Length == 1 ? [] : Below(folder, parts[1..], resolve))
            {
                yield return found;
            }

            foreach (var name in Names(Directory.EnumerateDirectories(full)))
            {
                // A link may lead back up.
                if (new DirectoryInfo(Path.Combine(full, name)).LinkTarget is null)
                {
                    foreach (var found in Below(Join(folder, name), parts, resolve))
                    {
                        yield return found;
                    }
                }
            }

            yield break;
        }

        var isLast = parts.Length == 1;
        var names = HasWildcard(parts[0])
            ? Names(isLast ? Directory.EnumerateFiles(full) : Directory.EnumerateDirectories(full))
                .Where(name => PathGlob.Matches(parts[0], name))
            : [parts[0]];
        foreach (var name in names)
        {
            var path = Join(folder, name);
            if (isLast)
            {
                if (File.Exists(resolve(path)))
                {
                    yield return path;
                }

                continue;
            }

            foreach (var found in Below(path, parts[1..], resolve))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder is "/" ? "/" + name : $"{folder}/{name}";

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] == Any)
        {
            return Matches(pattern[1..], path) || (!path.IsEmpty && Matches(pattern, path[1..]));
        }

        return !path.IsEmpty && PathGlob.Matches(pattern[0], path[0]) && Matches(pattern[1..], path[1..]);
    }
}
