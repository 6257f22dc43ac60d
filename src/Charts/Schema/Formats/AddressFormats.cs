namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>ipv4</c> and <c>ipv6</c>.</summary>
internal static class AddressFormats
{
    public static string? Ipv4(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            count++;
            if (part.IsEmpty || part.Length > 3 || part.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || Number(part) > 255)
            {
                return count > 4 || text.Count((byte)'.') != 3 ? "expected four decimals" : "each decimal must be from 0 to 255";
            }

            if (part.Length > 1 && part[0] == '0')
            {
                // Octal to some programs, decimal to others.
                return "leading zeros are not allowed";
            }
        }

        return count == 4 ? null : "expected four decimals";
    }

    public static string? Ipv6(ReadOnlySpan<byte> text)
    {
        const string Failure = "not an IPv6 address";
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return Groups(text, mayEndInIpv4: true) == 8 ? null : Failure;
        }

        var head = text[..gap];
        var tail = text[(gap + 2)..];
        var before = head.IsEmpty ? 0 : Groups(head, mayEndInIpv4: false);
        var after = tail.IsEmpty ? 0 : Groups(tail, mayEndInIpv4: true);
        return before >= 0 && after >= 0 && before + after <= 7 ? null : Failure;
    }

    // How many groups of 16 bits, or -1.
    private static int Groups(ReadOnlySpan<byte> text, bool mayEndInIpv4)
    {
        var count = 0;
        while (true)
        {
            var colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && mayEndInIpv4 && group.Contains((byte)'.'))
            {
                return Ipv4(group) is null ? count + 2 : -1;
            }

            if (group.Length is 0 or > 4 || !IsHex(group))
            {
                return -1;
            }

            count++;
            if (colon < 0)
            {
                return count;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit((char)c))
            {
                return false;
            }
        }

        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
