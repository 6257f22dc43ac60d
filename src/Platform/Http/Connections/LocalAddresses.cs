using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>Addresses of this machine and of its link.</summary>
internal static class LocalAddresses
{
    // The metadata server of AWS by IPv6, which is in a range of private networks.
    private static readonly IPAddress Metadata = IPAddress.Parse("fd00:ec2::254");

    // Addresses of IPv4 behind a translator (RFC 6052).
    private static readonly byte[] Translated = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Whether an address is one.</summary>
    public static bool Contain(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes is [0 or 127, ..] or [169, 254, ..];
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Contain(address.MapToIPv4());
        }

        // With zeros in front: the old form of mapped addresses, which some systems still connect to; and behind a translator.
        var start = bytes.AsSpan(0, 12);
        return start.SequenceEqual(Translated) || !start.ContainsAnyExcept((byte)0)
            ? address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.IPv6Loopback) || Contain(new IPAddress(bytes.AsSpan(12)))
            : address.IsIPv6LinkLocal || address.Equals(Metadata);
    }

    /// <summary>Whether a host of a URL is one by itself, before any name is resolved.</summary>
    public static bool ContainHost(string host)
    {
        var bare = host.TrimEnd('.').Trim('[', ']');
        return IPAddress.TryParse(bare, out var address) ? Contain(address)
            : ("." + bare).EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
