using System.Net;
using System.Net.Sockets;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>Opens TCP connections, and says which address failed and why.</summary>
/// <param name="clock">Measures how long an address may take.</param>
/// <param name="isAllowed">Which addresses may be connected to; null for all.</param>
internal sealed class Dialer(TimeProvider clock, Func<DnsEndPoint, IPAddress, bool>? isAllowed = null)
{
    // For each address but the last one: a host with an address that swallows packets is still reached within the time for an attempt.
    private static readonly TimeSpan AddressPatience = TimeSpan.FromSeconds(3);

    /// <summary>Connects to the first address of a host that answers.</summary>
    /// <exception cref="DialException">None does; the cause is that of the first.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken ct)
    {
        DialException? first = null;
        var addresses = await AddressesAsync(host.Host, ct);
        if (isAllowed is not null)
        {
            var all = addresses;
            addresses = Array.FindAll(all, address => isAllowed(host, address));
            if (addresses.Length == 0 && all.Length > 0)
            {
                throw new DialException(host.Host, HttpFault.LocalAddress, SocketError.AccessDenied, new(all[0], host.Port));
            }
        }

        for (var index = 0; index < addresses.Length; index++)
        {
            var address = new IPEndPoint(addresses[index], host.Port);
            var patience = index == addresses.Length - 1 ? Timeout.InfiniteTimeSpan : AddressPatience;
            using var waiting = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, waiting.Token);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, either.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                first ??= new(host.Host, HttpFault.Connect, failure.SocketErrorCode, address);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                socket.Dispose();
                first ??= new(host.Host, HttpFault.Connect, SocketError.TimedOut, address);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw first ?? new(host.Host, HttpFault.NoSuchHost, SocketError.HostNotFound, null);
    }

    /// <summary>Connects to a Unix socket.</summary>
    /// <exception cref="DialException">That fails.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new DialException("", HttpFault.Connect, failure.SocketErrorCode, null) { UnixSocket = path };
        }
        catch (ArgumentException)
        {
            // Longer than the kernel takes.
            socket.Dispose();
            throw new DialException("", HttpFault.Connect, SocketError.InvalidArgument, null) { UnixSocket = path };
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

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
            var isServer = failure.SocketErrorCode is SocketError.TryAgain or SocketError.NoRecovery;
            throw new DialException(host, isServer ? HttpFault.NameServer : HttpFault.NoSuchHost, failure.SocketErrorCode, null);
        }
    }
}
