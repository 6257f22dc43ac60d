using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What passes for an address in Chart.yaml.</summary>
internal static class Addresses
{
    private const int MostCharacters = 2083;
    private const int FewestBytes = 4;
    private const int MostPortDigits = 5;
    private static readonly string[] Schemes = ["http", "https", "ftp", "tcp", "udp", "ws", "wss"];

    /// <summary>Whether a text is an absolute URL: any scheme, and whatever Go's parser takes behind it.</summary>
    public static bool IsRequestUrl(string text) => GoUrl.TryParse(Encoding.UTF8.GetBytes(text), out var url, out _)
        && url.Scheme.Length > 0;

    /// <summary>Whether a text could be typed into a browser: a host, with or without scheme, user, port and path.</summary>
    public static bool IsUrl(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) < FewestBytes
            || text.EnumerateRunes().Count() >= MostCharacters
            || text.StartsWith('.')
            || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        var rest = text.AsSpan();
        var mark = rest.IndexOf("://");
        if (
            !GoUrl.TryParse(
                Encoding.UTF8.GetBytes(mark < 0 && text.Contains(':', StringComparison.Ordinal) ? "http://" + text : text),
                out var url,
                out _)
            || (url.Host.Length == 0 && !url.Path.Contains((byte)'.')))
        {
            return false;
        }

        if (mark >= 0)
        {
            if (!Schemes.Contains(rest[..mark].ToString()))
            {
                return false;
            }

            rest = rest[(mark + 3)..];
        }

        var end = rest.IndexOfAny('/', '?', '#');
        rest = end < 0 ? rest : rest[..end];
        return IsAuthority(rest[(rest.LastIndexOf('@') + 1)..]);
    }

    /// <summary>
    /// Whether a text is an address of mail: dotted words, <c>@</c>, and a domain whose last label begins and ends with a letter.
    /// </summary>
    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0 || !(IsQuoted(text[..at]) || text[..at].Split('.').All(IsWord)))
        {
            return false;
        }

        var labels = text[(at + 1)..].TrimEnd('.').Split('.');
        return labels.Length > 1 && labels.All(IsLabel) && IsLetter(labels[^1][0]) && IsLetter(labels[^1][^1]);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        if (text is ['[', ..])
        {
            return text.IndexOf(']') > 1;
        }

        var colon = text.IndexOf(':');
        var port = colon < 0 ? default : text[(colon + 1)..];
        var host = (colon < 0 ? text : text[..colon]).ToString();
        host = host.EndsWith('.') ? host[..^1] : host;
        return (colon < 0 || (port.Length is > 0 and <= MostPortDigits && port.IndexOfAnyExceptInRange('0', '9') < 0))
            && host.Split('.').All(IsLabel);
    }

    private static bool IsWord(string word) => word.Length > 0
        && word.All(c => IsLetter(c) || char.IsAsciiDigit(c) || "!#$%&'*+/=?^_`{|}~-".Contains(c, StringComparison.Ordinal));

    private static bool IsQuoted(string text) => text.Length > 2 && text[0] == '"' && text[^1] == '"';

    private static bool IsLabel(string label) =>
        label.Length > 0 && IsEdge(label[0]) && IsEdge(label[^1]) && label.All(c => IsEdge(c) || c is '-' or '_');

    private static bool IsEdge(char c) => IsLetter(c) || char.IsAsciiDigit(c);

    // Beyond ASCII everything counts as one.
    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || c >= '\u00A0';
}
