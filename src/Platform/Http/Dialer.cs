using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>Opens connections, and says what went wrong in Go's words, which name the address that was tried.</summary>
internal static class Dialer
{
    /// <summary>Connects to the first address of a host that answers.</summary>
    /// <exception cref="SecretsKitException">None does; the message is that of the first.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint place, CancellationToken ct)
    {
        SecretsKitException? first = null;
        foreach (var address in await AddressesAsync(place.Host, ct))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, place.Port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                first ??= Failure($"dial tcp {new IPEndPoint(address, place.Port)}: connect: {Describe(failure.SocketErrorCode)}");
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw first ?? Failure($"dial tcp: lookup {place.Host}: no such host");
    }

    /// <summary>Go's text for an error of a socket.</summary>
    public static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by peer",
        SocketError.ConnectionAborted => "software caused connection abort",
        SocketError.TimedOut => "connection timed out",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.HostUnreachable or SocketError.HostDown => "no route to host",
        SocketError.AccessDenied => "permission denied",
        SocketError.AddressNotAvailable => "cannot assign requested address",
        SocketError.TooManyOpenSockets => "too many open files",
        _ => string.Create(CultureInfo.InvariantCulture, $"socket error {(int)error}"),
    };

    private static async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (SocketException failure)
        {
            var cause = failure.SocketErrorCode is SocketError.TryAgain or SocketError.NoRecovery ? "server misbehaving" : "no such host";
            throw Failure($"dial tcp: lookup {host}: {cause}");
        }
    }

    private static SecretsKitException Failure(string message) => new(ErrorCode.General, message);
}
