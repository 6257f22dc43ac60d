using System.Text;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>URLs by RFC 3986, taken as text: nothing is normalised but dots in paths, so that names stay what schemas call them.</summary>
internal static class SchemaUrl
{
    /// <summary>A reference seen from a base (RFC 3986, 5.2).</summary>
    public static string Resolve(string @base, string reference)
    {
        if (HasScheme(reference))
        {
            return reference;
        }

        var (whole, _) = SplitFragment(@base);
        if (reference.Length == 0 || reference[0] == '#')
        {
            return whole + reference;
        }

        var colon = whole.IndexOf(':', StringComparison.Ordinal);
        var scheme = whole[..(colon + 1)];
        var rest = whole[(colon + 1)..];
        if (reference.StartsWith("//", StringComparison.Ordinal))
        {
            return scheme + reference;
        }

        var authorityEnd = rest.StartsWith("//", StringComparison.Ordinal) ? EndOf(rest.AsSpan(2), "/?") + 2 : 0;
        var (authority, path) = (rest[..authorityEnd], rest[authorityEnd..EndOf(rest, "?")]);
        if (reference[0] == '?')
        {
            return scheme + authority + path + reference;
        }

        var pathEnd = EndOf(reference, "?#");
        var (newPath, tail) = (reference[..pathEnd], reference[pathEnd..]);
        if (newPath[0] != '/')
        {
            newPath = path.Length == 0 && authority.Length > 0 ? "/" + newPath : path[..(path.LastIndexOf('/') + 1)] + newPath;
        }

        return scheme + authority + RemoveDots(newPath) + tail;
    }

    /// <summary>What stands before and after the <c>#</c>; an absent fragment is empty.</summary>
    public static (string Url, string Fragment) SplitFragment(string url)
    {
        var at = url.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (url, "") : (url[..at], url[(at + 1)..]);
    }

    /// <summary>The scheme in lower case, or empty.</summary>
    public static string Scheme(string url) => HasScheme(url) ? url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant() : "";

    /// <summary>Replaces <c>%41</c> and the like; false if a percent sign stands for nothing.</summary>
    public static bool TryUnescape(string text, out string plain)
    {
        plain = text;
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }
        }

        plain = Uri.UnescapeDataString(text);
        return true;
    }

    private static bool HasScheme(string reference)
    {
        var end = EndOf(reference, ":/?#");
        return end > 0 && end < reference.Length && reference[end] == ':' && char.IsAsciiLetter(reference[0])
            && reference.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static int EndOf(ReadOnlySpan<char> text, string stops)
    {
        var end = text.IndexOfAny(stops);
        return end < 0 ? text.Length : end;
    }

    private static string RemoveDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.'))
        {
            return path;
        }

        var kept = new List<string>();
        var segments = path.Split('/');
        foreach (var (i, segment) in segments.Index())
        {
            var isLast = i == segments.Length - 1;
            if (segment == ".." && kept.Count > 1)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (segment is not ("." or ".."))
            {
                kept.Add(segment);
            }
            else if (isLast)
            {
                kept.Add("");
            }
        }

        return new StringBuilder().AppendJoin('/', kept).ToString();
    }
}
