using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text;

public sealed partial record GoUrl
{
    private const string NoIpLiteral = "invalid IP-literal";

    private static GoUrl Read(ReadOnlySpan<byte> text, out string? error)
    {
        var url = new GoUrl();
        if (text.ContainsAnyInRange((byte)0, (byte)0x1f) || text.Contains((byte)0x7f))
        {
            error = "net/url: invalid control character in URL";
            return url;
        }

        error = null;
        if (text.SequenceEqual("*"u8))
        {
            return url with { Path = text.ToArray() };
        }

        var scheme = SchemeLength(text);
        if (scheme == 0 && text is [(byte)':', ..])
        {
            error = "missing protocol scheme";
            return url;
        }

        var rest = scheme > 0 ? text[(scheme + 1)..] : text;
        var query = rest.IndexOf((byte)'?');
        url = url with
        {
            Scheme = Array.ConvertAll(text[..scheme].ToArray(), c => (byte)char.ToLowerInvariant((char)c)),
            RawQuery = query < 0 ? [] : rest[(query + 1)..].ToArray(),
        };
        rest = query < 0 ? rest : rest[..query];
        if (rest is not [(byte)'/', ..])
        {
            if (scheme > 0)
            {
                return url with { Opaque = rest.ToArray() };
            }

            var slash = rest.IndexOf((byte)'/');
            if ((slash < 0 ? rest : rest[..slash]).Contains((byte)':'))
            {
                error = "first path segment in URL cannot contain colon";
                return url;
            }
        }

        if (rest.StartsWith("//"u8) && (scheme > 0 || !rest.StartsWith("///"u8)))
        {
            var end = rest[2..].IndexOf((byte)'/');
            url = url.WithAuthority(end < 0 ? rest[2..] : rest.Slice(2, end), out error);
            rest = end < 0 ? default : rest[(end + 2)..];
        }

        return error is null && url.TryWithPath(rest, out var whole, out error) ? whole : url;
    }

    private static int SchemeLength(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':')
            {
                return i;
            }

            var later = char.IsAsciiDigit((char)text[i]) || text[i] is (byte)'+' or (byte)'-' or (byte)'.';
            if (!char.IsAsciiLetter((char)text[i]) && !(later && i > 0))
            {
                return 0;
            }
        }

        return 0;
    }

    private GoUrl WithAuthority(ReadOnlySpan<byte> authority, out string? error)
    {
        var at = authority.LastIndexOf((byte)'@');
        if (!TryReadHost(authority[(at + 1)..], out var host, out error))
        {
            return this;
        }

        var url = this with { Host = host };
        if (at < 0)
        {
            return url;
        }

        var userinfo = authority[..at];
        foreach (var c in userinfo)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && !"-._:~!$&'()*+,;=%@"u8.Contains(c))
            {
                error = "net/url: invalid userinfo";
                return url;
            }
        }

        var colon = userinfo.IndexOf((byte)':');
        if (!UrlEscapes.TryDecode(colon < 0 ? userinfo : userinfo[..colon], UrlPart.User, out var user, out error))
        {
            return url;
        }

        byte[]? password = null;
        return colon >= 0 && !UrlEscapes.TryDecode(userinfo[(colon + 1)..], UrlPart.User, out password, out error)
            ? url
            : url with { User = user, Password = password };
    }

    private static bool TryReadHost(
        ReadOnlySpan<byte> host, [NotNullWhen(true)] out byte[]? decoded, [NotNullWhen(false)] out string? error)
    {
        decoded = null;
        error = null;
        var open = host.LastIndexOf((byte)'[');
        if (open > 0)
        {
            error = NoIpLiteral;
            return false;
        }

        var close = host.LastIndexOf((byte)']');
        if (open == 0 && close < 0)
        {
            error = "missing ']' in host";
            return false;
        }

        var colon = host.LastIndexOf((byte)':');
        var port = open == 0 ? host[(close + 1)..] : colon >= 0 ? host[colon..] : default;
        if (!IsPort(port))
        {
            error = $"invalid port {GoQuote.Format(port, GoQuoteStyle.Quote)} after host";
            return false;
        }

        if (open < 0)
        {
            return UrlEscapes.TryDecode(host, UrlPart.Host, out decoded, out error);
        }

        if (!TryReadLiteral(host[1..close], out var literal, out error))
        {
            return false;
        }

        decoded = [(byte)'[', .. literal, (byte)']', .. port];
        return true;
    }

    // Brackets are for IPv6 alone, its zone behind an escaped percent sign.
    private static bool TryReadLiteral(
        ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? decoded, [NotNullWhen(false)] out string? error)
    {
        decoded = null;
        var zoneAt = text.IndexOf("%25"u8);
        if (!UrlEscapes.TryDecode(zoneAt < 0 ? text : text[..zoneAt], UrlPart.Host, out var address, out error)
            || !UrlEscapes.TryDecode(zoneAt < 0 ? default : text[zoneAt..], UrlPart.Zone, out var zone, out error))
        {
            return false;
        }

        byte[] literal = [.. address, .. zone];
        error = GoIpAddress.Parse(literal, out var kind) is { } message ? "invalid host: " + message : kind.IsIpv4 ? NoIpLiteral : null;
        decoded = error is null ? literal : null;
        return error is null;
    }
}
