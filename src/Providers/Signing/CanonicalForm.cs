using System.Text;
using SecretsKit.Platform.Http;

namespace SecretsKit.Providers.Signing;

/// <summary>The parts of a request in the form in which both sides sign them.</summary>
internal static class CanonicalForm
{
    private const string Unreserved = "-._~";

    // Proxies and clients change these on the way.
    private static readonly string[] Unsigned = ["authorization", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

    /// <summary>Names in lower case and in order, values without needless blanks.</summary>
    public static SortedDictionary<string, string> Headers(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var canonical = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var key = name.ToLowerInvariant();
            var text = string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (!Unsigned.Contains(key))
            {
                canonical[key] = canonical.TryGetValue(key, out var other) ? $"{other},{text}" : text;
            }
        }

        return canonical;
    }

    /// <summary>The path: of S3 as it is sent; else without dot segments and empty ones, and escaped once more.</summary>
    public static string Path(HttpUrl url, bool isS3)
    {
        var path = url.PathAndQuery.Split('?')[0];
        if (isS3)
        {
            return path;
        }

        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "." or ".."))
            {
                segments.Add(Escape(segment));
            }
        }

        return segments.Count == 0 ? "/" : $"/{string.Join('/', segments)}{(path.EndsWith('/') ? "/" : "")}";
    }

    /// <summary>The pairs of the query, and others, escaped and in order.</summary>
    public static string Query(HttpUrl url, IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        var pairs = new List<(string Name, string Value)>((more ?? []).Select(pair => (Escape(pair.Key), Escape(pair.Value))));
        var start = url.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (start >= 0)
        {
            foreach (var pair in url.PathAndQuery[(start + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = pair.Split('=', 2);
                pairs.Add((Escape(Uri.UnescapeDataString(parts[0])), parts.Length > 1 ? Escape(Uri.UnescapeDataString(parts[1])) : ""));
            }
        }

        pairs.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name) is var names and not 0 ? names
            : string.CompareOrdinal(one.Value, other.Value));
        return string.Join('&', pairs.Select(pair => $"{pair.Name}={pair.Value}"));
    }

    /// <summary>A text with all bytes as <c>%XX</c> but letters, digits and <c>-._~</c> (RFC 3986).</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            _ = char.IsAsciiLetterOrDigit((char)letter) || Unreserved.Contains((char)letter, StringComparison.Ordinal)
                ? escaped.Append((char)letter)
                : escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return escaped.ToString();
    }
}
