using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>ipv4</c> and <c>ipv6</c>.</summary>
internal static class AddressFormats
{
    public static string? Ipv4(ReadOnlySpan<byte> text)
    {
        if (text.Count((byte)'.') != 3)
        {
            return "expected four decimals";
        }

        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            if (part is [(byte)'0', _, ..])
            {
                return "leading zeros";
            }

            if (GoNumber.Atoi(part, out var number) is var error and not GoNumberError.None)
            {
                return GoNumber.Describe("Atoi", part, error);
            }

            if (number is < 0 or > 255)
            {
                return "decimal must be between 0 and 255";
            }
        }

        return null;
    }

    public static string? Ipv6(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)':'))
        {
            return "missing colon";
        }

        return GoIpAddress.Parse(text, out var address) is { } error ? error
            : address.HasZone ? "zone id is not a part of ipv6 address"
            : null;
    }
}
