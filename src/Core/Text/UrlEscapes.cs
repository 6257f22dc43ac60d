using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text;

/// <summary>Where in a URL a text is, which decides what must be escaped.</summary>
internal enum UrlPart
{
    /// <summary>Host and port.</summary>
    Host,

    /// <summary>The zone of an IPv6 address, with the percent sign before it.</summary>
    Zone,

    /// <summary>User name or password.</summary>
    User,

    /// <summary>The path.</summary>
    Path,

    /// <summary>What is between two slashes of a path.</summary>
    Segment,

    /// <summary>A name or value of a query or a form, whose blanks are plus signs.</summary>
    Query,

    /// <summary>The fragment.</summary>
    Fragment,
}

/// <summary>Percent escapes as Go's <c>net/url</c> writes and reads them.</summary>
internal static class UrlEscapes
{
    public static byte[] Encode(ReadOnlySpan<byte> text, UrlPart part)
    {
        var output = new List<byte>(text.Length);
        foreach (var c in text)
        {
            if (c == ' ' && part == UrlPart.Query)
            {
                output.Add((byte)'+');
            }
            else if (MustEscape(c, part))
            {
                output.AddRange([(byte)'%', "0123456789ABCDEF"u8[c >> 4], "0123456789ABCDEF"u8[c & 15]]);
            }
            else
            {
                output.Add(c);
            }
        }

        return [.. output];
    }

    public static bool TryDecode(
        ReadOnlySpan<byte> text, UrlPart part, [NotNullWhen(true)] out byte[]? decoded, [NotNullWhen(false)] out string? error)
    {
        decoded = null;
        var output = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                var escape = text[i..Math.Min(i + 3, text.Length)];
                var valid = escape.Length == 3 && char.IsAsciiHexDigit((char)escape[1]) && char.IsAsciiHexDigit((char)escape[2]);

                if (!valid || !MayBeEscaped(escape, part))
                {
                    error = $"invalid URL escape {GoQuote.Format(escape, GoQuoteStyle.Quote)}";
                    return false;
                }

                output.Add(Escaped(escape));
                i += 2;
            }
            else if (part is UrlPart.Host or UrlPart.Zone && c < 0x80 && MustEscape(c, part))
            {
                error = $"invalid character {GoQuote.Format([c], GoQuoteStyle.Quote)} in host name";
                return false;
            }
            else
            {
                output.Add(c);
            }
        }

        (decoded, error) = ([.. output], null);
        return true;
    }

    // In a host only what is no ASCII character, in a zone also what may be there as it is, and the blanks that Windows puts there.
    private static bool MayBeEscaped(ReadOnlySpan<byte> escape, UrlPart part) => escape.SequenceEqual("%25"u8) || part switch
    {
        UrlPart.Host => Escaped(escape) >= 0x80,
        UrlPart.Zone => Escaped(escape) == ' ' || !MustEscape(Escaped(escape), UrlPart.Host),
        _ => true,
    };

    private static byte Escaped(ReadOnlySpan<byte> escape) => (byte)((Digit(escape[1]) << 4) | Digit(escape[2]));

    private static int Digit(byte c) => char.IsAsciiDigit((char)c) ? c - '0' : (c | 0x20) - 'a' + 10;

    public static bool MustEscape(byte c, UrlPart part) => !char.IsAsciiLetterOrDigit((char)c) && !"-_.~"u8.Contains(c) && part switch
    {
        UrlPart.Host or UrlPart.Zone => !"!$&'()*+,;=:[]<>\""u8.Contains(c),
        UrlPart.User => !"$&+,;="u8.Contains(c),
        UrlPart.Path => !"$&+,/:;=@"u8.Contains(c),
        UrlPart.Segment => !"$&+:=@"u8.Contains(c),
        UrlPart.Query => true,
        _ => !"$&+,/:;=?@!()*"u8.Contains(c),
    };
}
