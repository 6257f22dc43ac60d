using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>hostname</c> and <c>email</c>, by RFC 1123 and RFC 5321 as Helm's validator reads them.</summary>
internal static class HostFormats
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;
    private const int MaxAddressLength = 254;
    private const int MaxLocalLength = 64;
    private const string LocalSymbols = ".!#$%&'*+-/=?^_`{|}~";

    public static string? HostName(ReadOnlySpan<byte> text)
    {
        text = text is [.., (byte)'.'] ? text[..^1] : text;
        if (text.Length > MaxNameLength)
        {
            return "more than 253 characters long";
        }

        foreach (var range in text.Split((byte)'.'))
        {
            if (Label(text[range]) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    public static string? Email(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxAddressLength)
        {
            // The reference counts to 254 and says 255.
            return "more than 255 characters long";
        }

        var at = text.LastIndexOf((byte)'@');
        if (at < 0)
        {
            return "missing @";
        }

        return Local(text[..at]) ?? Domain(text[(at + 1)..]);
    }

    private static string? Label(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > MaxLabelLength)
        {
            return "label must be 1 to 63 characters long";
        }

        return label[0] == '-' ? "label starts with hyphen"
            : label[^1] == '-' ? "label ends with hyphen"
            : InvalidCharacter(label, "-");
    }

    private static string? Local(ReadOnlySpan<byte> local)
    {
        if (local.Length > MaxLocalLength)
        {
            return "local part more than 64 characters long";
        }

        if (local is [(byte)'"', _, ..])
        {
            // Whatever the last character is: the reference does not look.
            return local[1..^1].ContainsAny((byte)'\\', (byte)'"') ? "backslash and quote are not allowed within quoted local part" : null;
        }

        return local is [(byte)'.', ..] ? "starts with dot"
            : local is [.., (byte)'.'] ? "ends with dot"
            : local.IndexOf(".."u8) >= 0 ? "consecutive dots"
            : InvalidCharacter(local, LocalSymbols);
    }

    private static string? Domain(ReadOnlySpan<byte> domain)
    {
        if (domain is not [(byte)'[', .., (byte)']'])
        {
            return HostName(domain) is { } error ? "invalid domain: " + error : null;
        }

        var address = domain[1..^1];
        var isIpv6 = address.StartsWith("IPv6:"u8);
        var reason = isIpv6 ? AddressFormats.Ipv6(address["IPv6:".Length..]) : AddressFormats.Ipv4(address);
        return reason is null ? null : $"invalid {(isIpv6 ? "ipv6" : "ipv4")} address: {reason}";
    }

    // The first that is no ASCII letter, no digit and none of the symbols.
    private static string? InvalidCharacter(ReadOnlySpan<byte> text, string symbols)
    {
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (!rune.IsAscii || !(char.IsAsciiLetterOrDigit((char)rune.Value) || symbols.Contains((char)rune.Value)))
            {
                return $"invalid character {GoQuote.FormatRune(rune.Value)}";
            }

            text = text[length..];
        }

        return null;
    }
}
