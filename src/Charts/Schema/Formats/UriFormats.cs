using System.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>uri</c>, <c>uri-reference</c> by RFC 3986, and their international forms by RFC 3987.</summary>
internal static class UriFormats
{
    private const string Unreserved = "-._~";
    private const string Delimiters = "!$&'()*+,;=";

    public static string? Check(ReadOnlySpan<byte> text, bool isAbsolute, bool isInternational)
    {
        var rest = Encoding.UTF8.GetString(text).AsSpan();
        var colon = rest.IndexOfAny(":/?#");
        var hasScheme = colon > 0 && rest[colon] == ':' && IsScheme(rest[..colon]);
        if (isAbsolute && !hasScheme)
        {
            return "relative url";
        }

        if (!hasScheme && colon >= 0 && rest[colon] == ':')
        {
            return "first path segment contains colon";
        }

        rest = hasScheme ? rest[(colon + 1)..] : rest;
        var hash = rest.IndexOf('#');
        if (hash >= 0 && !Fits(rest[(hash + 1)..], Delimiters + ":@/?", isInternational))
        {
            return "invalid character in fragment";
        }

        rest = hash >= 0 ? rest[..hash] : rest;
        var mark = rest.IndexOf('?');
        if (mark >= 0 && !Fits(rest[(mark + 1)..], Delimiters + ":@/?", isInternational))
        {
            return "invalid character in query";
        }

        rest = mark >= 0 ? rest[..mark] : rest;
        if (rest.StartsWith("//"))
        {
            var slash = rest[2..].IndexOf('/');
            var authority = slash < 0 ? rest[2..] : rest.Slice(2, slash);
            if (Authority(authority, isInternational) is { } error)
            {
                return error;
            }

            rest = rest[(2 + authority.Length)..];
        }

        return Fits(rest, Delimiters + ":@/", isInternational) ? null : "invalid character in path";
    }

    private static string? Authority(ReadOnlySpan<char> authority, bool isInternational)
    {
        var at = authority.IndexOf('@');
        if (at >= 0 && !Fits(authority[..at], Delimiters + ":", isInternational))
        {
            return "invalid userinfo";
        }

        var host = authority[(at + 1)..];
        var port = ReadOnlySpan<char>.Empty;
        if (host.StartsWith("["))
        {
            var end = host.IndexOf(']');
            if (end < 0 || !IsLiteral(host[1..end]))
            {
                return "invalid ipv6 address in host";
            }

            port = host[(end + 1)..];
            if (!port.IsEmpty && port[0] != ':')
            {
                return "invalid port";
            }
        }
        else
        {
            var colon = host.IndexOf(':');
            port = colon < 0 ? [] : host[colon..];
            if (!Fits(colon < 0 ? host : host[..colon], Delimiters, isInternational))
            {
                return "invalid host";
            }
        }

        return port.IsEmpty || port[1..].IndexOfAnyExceptInRange('0', '9') < 0 ? null : "invalid port";
    }

    private static bool IsLiteral(ReadOnlySpan<char> host)
    {
        if (host.Length > 0 && (host[0] | 0x20) == 'v')
        {
            var dot = host.IndexOf('.');
            return dot > 1 && dot + 1 < host.Length && Fits(host[(dot + 1)..], Delimiters + ":", isInternational: false);
        }

        return AddressFormats.Ipv6(Encoding.UTF8.GetBytes(host.ToString())) is null;
    }

    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(scheme[0]);
    }

    private static bool Fits(ReadOnlySpan<char> text, string symbols, bool isInternational)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var fits = c == '%'
                ? i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2])
                : char.IsAsciiLetterOrDigit(c) || Unreserved.Contains(c) || symbols.Contains(c) || (isInternational && c >= 0xA0);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
