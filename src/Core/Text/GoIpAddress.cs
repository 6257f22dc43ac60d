namespace SecretsKit.Core.Text;

/// <summary>What a text that Go's <c>netip.ParseAddr</c> accepts is: the address itself is not kept.</summary>
/// <param name="IsIpv4">Four decimal fields; otherwise IPv6, with or without IPv4 fields at its end.</param>
/// <param name="HasZone">Whether a zone such as <c>%eth0</c> follows the IPv6 address.</param>
public readonly record struct GoIpAddress(bool IsIpv4, bool HasZone)
{
    private const int Ipv4Fields = 4;
    private const int Ipv6Groups = 8;
    private const string NoDigitInField = "IPv4 field must have at least one digit";

    /// <summary>Reads an address as Go 1.26 does.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="address">What it is; the default where it is no address.</param>
    /// <returns>
    /// Go's message, which quotes the text, such as <c>ParseAddr("::1::"): multiple :: in address (at ":")</c>; null if it is an address.
    /// </returns>
    public static string? Parse(ReadOnlySpan<byte> text, out GoIpAddress address)
    {
        address = default;
        var mark = text.IndexOfAny(".:%"u8);
        var failure = mark < 0 ? new Failure("unable to parse IP")
            : text[mark] == '%' ? new Failure("missing IPv6 address")
            : text[mark] == '.' ? Ipv4(text, out address)
            : Ipv6(text, out address);
        if (failure is not { } reason)
        {
            return null;
        }

        address = default;
        var message = $"ParseAddr({GoQuote.Format(text, GoQuoteStyle.Quote)}): {reason.Message}";
        var rest = text.Slice(reason.End - reason.Rest, reason.Rest);
        return rest.IsEmpty ? message : $"{message} (at {GoQuote.Format(rest, GoQuoteStyle.Quote)})";
    }

    private static Failure? Ipv4(ReadOnlySpan<byte> text, out GoIpAddress address)
    {
        address = new(IsIpv4: true, HasZone: false);
        return Fields(text, text.Length);
    }

    // Of the text that ends where the address does.
    private static Failure? Fields(ReadOnlySpan<byte> text, int end)
    {
        var dots = 0;
        var value = 0;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.Length - i;
            if (char.IsAsciiDigit((char)text[i]))
            {
                if (digits == 1 && value == 0)
                {
                    return new("IPv4 field has octet with leading zero");
                }

                value = (value * 10) + text[i] - '0';
                digits++;
                if (value > byte.MaxValue)
                {
                    return new("IPv4 field has value >255");
                }
            }
            else if (text[i] != '.')
            {
                return new("unexpected character", rest, end);
            }
            else if (digits == 0 || rest == 1)
            {
                return new(NoDigitInField, rest, end);
            }
            else if (++dots == Ipv4Fields)
            {
                return new("IPv4 address too long");
            }
            else
            {
                (value, digits) = (0, 0);
            }
        }

        return dots < Ipv4Fields - 1 ? new("IPv4 address too short") : null;
    }

    private static Failure? Ipv6(ReadOnlySpan<byte> text, out GoIpAddress address)
    {
        var percent = text.IndexOf((byte)'%');
        address = new(IsIpv4: false, HasZone: percent >= 0);
        if (percent == text.Length - 1)
        {
            return new("zone must be a non-empty string");
        }

        var rest = percent < 0 ? text : text[..percent];
        var end = rest.Length;
        var groups = 0;
        var hasGap = rest.StartsWith("::"u8);
        rest = hasGap ? rest[2..] : rest;
        var isDone = hasGap && rest.IsEmpty;
        while (!isDone && groups < Ipv6Groups)
        {
            if (Group(rest, end, out var length) is { } bad)
            {
                return bad;
            }

            if (length < rest.Length && rest[length] == '.')
            {
                var failure = !hasGap && groups != Ipv6Groups - 2
                    ? new Failure("embedded IPv4 address must replace the final 2 fields of the address", rest.Length, end)
                    : groups > Ipv6Groups - 2
                        ? new Failure("too many hex fields to fit an embedded IPv4 at the end of the address", rest.Length, end)
                        : Fields(rest, end);
                if (failure is not null)
                {
                    return failure;
                }

                groups += 2;
                rest = default;
                break;
            }

            groups++;
            rest = rest[length..];
            if (Separator(ref rest, end, ref hasGap, out isDone) is { } unexpected)
            {
                return unexpected;
            }
        }

        return !rest.IsEmpty ? new("trailing garbage after address", rest.Length, end)
            : groups < Ipv6Groups && !hasGap ? new("address string too short")
            : groups == Ipv6Groups && hasGap ? new("the :: must expand to at least one field of zeros")
            : null;
    }

    private static Failure? Group(ReadOnlySpan<byte> rest, int end, out int length)
    {
        for (length = 0; length < rest.Length && char.IsAsciiHexDigit((char)rest[length]); length++)
        {
            if (length == 4)
            {
                return new("each group must have 4 or less digits", rest.Length, end);
            }
        }

        return length > 0 ? null : new("each colon-separated field must have at least one digit", rest.Length, end);
    }

    // What follows a group: nothing, a colon, or two of them.
    private static Failure? Separator(ref ReadOnlySpan<byte> rest, int end, ref bool hasGap, out bool isDone)
    {
        isDone = rest.IsEmpty;
        if (isDone)
        {
            return null;
        }

        if (rest[0] != ':')
        {
            return new("unexpected character, want colon", rest.Length, end);
        }

        if (rest.Length == 1)
        {
            return new("colon must be followed by more characters", rest.Length, end);
        }

        rest = rest[1..];
        if (rest[0] != ':')
        {
            return null;
        }

        if (hasGap)
        {
            return new("multiple :: in address", rest.Length, end);
        }

        hasGap = true;
        rest = rest[1..];
        isDone = rest.IsEmpty;
        return null;
    }

    // How many bytes before the end of the address Go points at; 0 for none.
    private readonly record struct Failure(string Message, int Rest = 0, int End = 0);
}
