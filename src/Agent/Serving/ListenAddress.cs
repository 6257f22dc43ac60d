using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SecretsKit.Core.Errors;

namespace SecretsKit.Agent.Serving;

/// <summary>Reads addresses to listen at, as Go's programs have them: <c>:8080</c>, <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>.</summary>
internal static class ListenAddress
{
    /// <summary>The address; null for none: empty text or <c>0</c>.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is no address.</exception>
    public static IPEndPoint? Parse(string text)
    {
        if (text is "" or "0")
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        if (colon >= 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            var host = text[..colon].Trim('[', ']');
            if (host.Length == 0)
            {
                return new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port);
            }

            if (host == "localhost")
            {
                return new(IPAddress.Loopback, port);
            }

            if (IPAddress.TryParse(host, out var address))
            {
                return new(address, port);
            }
        }

        throw new SecretsKitException(ErrorCode.Usage, $"{text} is no address to listen at, such as :8080 or 127.0.0.1:8080");
    }
}
