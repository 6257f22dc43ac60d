using System.Net;
using System.Net.Sockets;

namespace SecretsKit.Platform.Network;

/// <summary>Asks the machine's resolver for the addresses of hosts.</summary>
public static class HostAddresses
{
    /// <summary>
    /// The addresses of a host as text, in the resolver's order; an address is its own. Empty for an unknown host, or no answer.
    /// </summary>
    /// <param name="host">A name or an address.</param>
    public static IReadOnlyList<string> Find(string host)
    {
        ArgumentNullException.ThrowIfNull(host);

        // The base library takes no name as this machine's.
        if (host.Length == 0)
        {
            return [];
        }

        try
        {
            return [.. Dns.GetHostAddresses(host).Select(address => address.ToString())];
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
