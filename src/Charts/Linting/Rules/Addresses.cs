namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What passes for an address in Chart.yaml.</summary>
internal static class Addresses
{
    private const int MostCharacters = 2083;
    private const int FewestCharacters = 4;
    private static readonly string[] Schemes = ["http", "https", "ftp", "tcp", "udp", "ws", "wss"];

    /// <summary>Whether a text is an absolute URL: any scheme, anything behind it.</summary>
    public static bool IsRequestUrl(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0
            && text.All(c => c > ' ' && c != '\x7F');
    }

    /// <summary>Whether a text could be typed into a browser: a host, with or without scheme, user, port and path.</summary>
    public static bool IsUrl(string text)
    {
        if (text.Length is < FewestCharacters or >= MostCharacters || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        var rest = text.AsSpan();
        var mark = rest.IndexOf("://");
        if (mark >= 0)
        {
            if (!Schemes.Contains(rest[..mark].ToString(), StringComparer.OrdinalIgnoreCase))
            {
                return false;
            }

            rest = rest[(mark + 3)..];
        }

        var end = rest.IndexOfAny('/', '?', '#');
        rest = end < 0 ? rest : rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        if (rest is ['[', ..])
        {
            return rest.IndexOf(']') > 1;
        }

        var colon = rest.IndexOf(':');
        var isPort = colon < 0 || (rest.Length - colon is > 1 and <= 6 && rest[(colon + 1)..].IndexOfAnyExceptInRange('0', '9') < 0);
        var host = colon < 0 ? rest : rest[..colon];
        return isPort && (host is "localhost" || IsDomain(host.TrimEnd('.')));
    }

    /// <summary>Whether a text is an address of mail: dotted words, <c>@</c>, and a domain with a dot.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && text[..at].Split('.').All(word => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "!#$%&'*+/=?^_`{|}~-".Contains(c, StringComparison.Ordinal)))
            && IsDomain(text.AsSpan(at + 1));
    }

    private static System.Buffers.SearchValues<char> SchemeCharacters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var labels = text.ToString().Split('.');
        return labels.Length > 1 && labels.All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'));
    }
}
