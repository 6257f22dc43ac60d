using System.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>hostname</c> and <c>email</c>, by RFC 1123 and RFC 5321.</summary>
internal static class HostFormats
{
    private const string LocalSymbols = "!#$%&'*+-/=?^_`{|}~.";

    public static string? HostName(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 253)
        {
            return "must be 1 to 253 characters long";
        }

        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.Length is 0 or > 63)
            {
                return "label must be 1 to 63 characters long";
            }

            if (label[0] == '-')
            {
                return "label starts with hyphen";
            }

            if (label[^1] == '-')
            {
                return "label ends with hyphen";
            }

            foreach (var rune in Runes(label))
            {
                if (!(rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '-')))
                {
                    return $"invalid character {Core.Text.GoQuote.FormatRune(rune.Value)}";
                }
            }
        }

        return null;
    }

    public static string? Email(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at < 0)
        {
            return "missing @";
        }

        var local = text[..at];
        var domain = text[(at + 1)..];
        if (local.Length is 0 or > 64)
        {
            return "local part must be 1 to 64 characters long";
        }

        if (Local(local) is { } error)
        {
            return error;
        }

        if (domain.Length > 2 && domain[0] == '[' && domain[^1] == ']')
        {
            var address = domain[1..^1];
            var isValid = address.StartsWith("IPv6:"u8) ? AddressFormats.Ipv6(address[5..]) is null : AddressFormats.Ipv4(address) is null;
            return isValid ? null : "invalid address in brackets";
        }

        return HostName(domain) is { } domainError ? "invalid domain: " + domainError : null;
    }

    private static string? Local(ReadOnlySpan<byte> local)
    {
        if (local.Length > 1 && local[0] == '"' && local[^1] == '"')
        {
            return Quoted(local[1..^1]);
        }

        if (local[0] == '.' || local[^1] == '.')
        {
            return "local part starts or ends with dot";
        }

        if (local.IndexOf(".."u8) >= 0)
        {
            return "local part has consecutive dots";
        }

        foreach (var rune in Runes(local))
        {
            if (!(rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || LocalSymbols.Contains((char)rune.Value))))
            {
                return $"invalid character {Core.Text.GoQuote.FormatRune(rune.Value)}";
            }
        }

        return null;
    }

    private static string? Quoted(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }

            if (i >= text.Length || text[i] is < 0x20 or >= 0x7F || (text[i] == '"' && (i == 0 || text[i - 1] != '\\')))
            {
                return "invalid character in quoted local part";
            }
        }

        return null;
    }

    private static List<Rune> Runes(ReadOnlySpan<byte> text)
    {
        var runes = new List<Rune>();
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var length);
            runes.Add(rune);
            text = text[length..];
        }

        return runes;
    }
}
