namespace SecretsKit.Charts.ChartTesting;

/// <summary>The host of a git remote.</summary>
public static class GitHost
{
    /// <summary>
    /// The host that a remote's URL names, or null: of <c>https://HOST/…</c>, <c>ssh://USER@HOST/…</c> and <c>USER@HOST:…</c>.
    /// </summary>
    public static string? Of(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme >= 0 ? url[(scheme + 3)..] : url;
        if (scheme >= 0)
        {
            var end = rest.IndexOf('/', StringComparison.Ordinal);
            var authority = (end < 0 ? rest : rest[..end]).Split('@')[^1];
            var isWeb = url.StartsWith("http", StringComparison.Ordinal);
            var host = isWeb ? authority : authority.Split(':')[0];
            return host.Length > 0 ? host : null;
        }

        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        return at >= 0 && colon > at + 1 && !rest.AsSpan(0, colon).Contains('/') ? rest[(at + 1)..colon] : null;
    }
}
