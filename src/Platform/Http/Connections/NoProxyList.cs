using System.Globalization;
using System.Net;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>
/// The hosts that NO_PROXY leaves out: <c>*</c>, addresses, ranges as <c>10.0.0.0/8</c>, and names, which cover what is below them (only
/// that, with a dot before). All but ranges may name a port.
/// </summary>
internal sealed class NoProxyList
{
    private readonly bool _coversAll;
    private readonly List<IPNetwork> _ranges = [];
    private readonly List<(string Host, int? Port)> _hosts = [];

    public NoProxyList(string list)
    {
        foreach (var item in list.Split(',').Select(item => item.Trim().ToLowerInvariant()).Where(item => item.Length > 0))
        {
            if (item == "*")
            {
                _coversAll = true;
            }
            else if (Range(item) is { } range)
            {
                _ranges.Add(range);
            }
            else
            {
                var (host, port) = Split(item);
                _hosts.Add((host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host, port));
            }
        }
    }

    /// <summary>Whether a host at a port is left out.</summary>
    public bool Covers(string host, int port)
    {
        host = host.ToLowerInvariant().TrimEnd('.');
        var isAddress = IPAddress.TryParse(host, out var address);
        return _coversAll
            || (isAddress && _ranges.Any(range => range.Contains(address!)))
            || _hosts.Any(rule =>
                (rule.Port ?? port) == port
                    && (isAddress ? IPAddress.TryParse(rule.Host, out var other) && other.Equals(address) : IsBelow(host, rule.Host)));
    }

    private static bool IsBelow(string host, string name) =>
        name.StartsWith('.') ? host.EndsWith(name, StringComparison.Ordinal) : host == name
            || host.EndsWith("." + name, StringComparison.Ordinal);

    // Bits of the address beyond the prefix count for nothing.
    private static IPNetwork? Range(string item)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(item[..slash], out var address)
            || !int.TryParse(item[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
        {
            return null;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new(new IPAddress(bytes), length);
    }

    private static (string Host, int? Port) Split(string item)
    {
        var colon = item.LastIndexOf(':');
        var isPort = colon > 0 && (item[colon - 1] == ']' || item.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(item[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var host = (isPort ? item[..colon] : item).Trim('[', ']');
        return (host, isPort ? int.Parse(item[(colon + 1)..], CultureInfo.InvariantCulture) : null);
    }
}
