namespace SecretsKit.Templating.Functions.Paths;

/// <summary>Go's <c>path</c> package: lexical work on paths with slashes.</summary>
internal static class SlashPath
{
    /// <summary>The shortest equal path: without empty and dot elements, and with inner parents resolved.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> path)
    {
        var rooted = path is [(byte)'/', ..];
        var kept = new List<Range>();
        var parents = 0;
        foreach (var range in path.Split((byte)'/'))
        {
            var element = path[range];
            if (element.IsEmpty || element.SequenceEqual("."u8))
            {
                continue;
            }

            if (!element.SequenceEqual(".."u8))
            {
                kept.Add(range);
            }
            else if (kept.Count > parents)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (!rooted)
            {
                kept.Add(range);
                parents++;
            }
        }

        var result = new List<byte>(path.Length + 1);
        if (rooted)
        {
            result.Add((byte)'/');
        }

        for (var i = 0; i < kept.Count; i++)
        {
            if (i > 0)
            {
                result.Add((byte)'/');
            }

            result.AddRange(path[kept[i]]);
        }

        return result.Count == 0 ? "."u8.ToArray() : [.. result];
    }

    /// <summary>The last element.</summary>
    public static byte[] Base(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
        {
            return "."u8.ToArray();
        }

        var trimmed = path.TrimEnd((byte)'/');
        return trimmed.IsEmpty ? "/"u8.ToArray() : trimmed[(trimmed.LastIndexOf((byte)'/') + 1)..].ToArray();
    }

    /// <summary>All but the last element.</summary>
    public static byte[] Directory(ReadOnlySpan<byte> path) => Clean(path[..(path.LastIndexOf((byte)'/') + 1)]);

    /// <summary>The last element's part from its last point on.</summary>
    public static byte[] Extension(ReadOnlySpan<byte> path)
    {
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        var point = name.LastIndexOf((byte)'.');
        return point < 0 ? [] : name[point..].ToArray();
    }
}
