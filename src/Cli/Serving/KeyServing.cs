using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Providers.KeyServer;

namespace SecretsKit.Cli.Serving;

/// <summary>What is served, and to whom.</summary>
/// <param name="Network">tcp or unix.</param>
/// <param name="Address">HOST:PORT, or the path of a socket.</param>
internal sealed record KeyServingRequest(string Network, string Address)
{
    /// <summary>Names a key where a person is asked before each use of one; null where nobody is asked.</summary>
    public Func<MasterKey, string>? Ask { get; init; }

    /// <summary>Receives what leaves the keys open to others.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>Receives the address once clients can connect. Default null.</summary>
    public Action<string>? Started { get; init; }

    /// <summary>Receives each use of a key. Default null.</summary>
    public Action<KeyUse>? Report { get; init; }
}

/// <summary>Serves the keys of this machine until the program is told to end (spec sops.md 10.8).</summary>
/// <param name="host">Streams, and the keys.</param>
internal sealed class KeyServing(CliHost host)
{
    private readonly Lock _lock = new();

    /// <summary>Serves. Returns when the token fires: that is how it is meant to end.</summary>
    /// <exception cref="SecretsKitException">The address is none, is taken, or its folder belongs to others.</exception>
    public async Task RunAsync(KeyServingRequest request, CancellationToken ct)
    {
        var endPoint = await EndPointAsync(request, ct);
        if (endPoint is IPEndPoint { Address: var address } && !IPAddress.IsLoopback(address))
        {
            request.Warn(
                $"{request.Address} can be reached from other machines: there is no TLS and no authentication, so that whoever "
                + "connects can "
                + "use the keys, and whoever listens on the way reads data keys; use a loopback address or a Unix socket");
        }

        var services = host.Keys.Services(new(host.Environment, host.Prompt, host.Random, host.Clock), new()).Services;
        using var server = new KeyServer(services, host.Clock)
        {
            Consent = request.Ask is { } nameOf ? question => AskAsync(question, nameOf, ct) : null,
            Report = request.Report is { } report ? use => Report(report, use) : null,
        };
        await using var listening = await server.ListenAsync(endPoint, ct);
        request.Started?.Invoke($"{request.Network}://{listening.EndPoint}");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = ct.Register(stopped.SetResult);
        await stopped.Task;
    }

    // As the reference asks, but before the key is used. The end of the input is a refusal.
    private ValueTask<bool> AskAsync(KeyUseQuestion question, Func<MasterKey, string> nameOf, CancellationToken ct)
    {
        var operation = question.Operation == KeyOperation.Wrap ? "encrypt" : "decrypt";
        host.WriteReport("\n");
        return Confirmation.AgreesAsync(
            host,
            QuestionScreen.Output,
            $"Received {operation} request using {nameOf(question.Key)}. Respond to request? (y/n): ",
            ct);
    }

    private void Report(Action<KeyUse> report, KeyUse use)
    {
        lock (_lock)
        {
            report(use);
        }
    }

    private async ValueTask<EndPoint> EndPointAsync(KeyServingRequest request, CancellationToken ct)
    {
        switch (request.Network)
        {
            case "unix":
                return Socket(request.Address);
            case "tcp" or "tcp4" or "tcp6":
                var colon = request.Address.LastIndexOf(':');
                if (colon < 0 || !int.TryParse(request.Address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var port)
                    || port > ushort.MaxValue)
                {
                    throw new SecretsKitException(ErrorCode.General, $"listen tcp: address {request.Address}: expected HOST:PORT");
                }

                return new IPEndPoint(await AddressAsync(request.Address[..colon].Trim('[', ']'), ct), port);
            default:
                throw new SecretsKitException(ErrorCode.General, $"listen {request.Network}: unknown network {request.Network}");
        }
    }

    private static async ValueTask<IPAddress> AddressAsync(string name, CancellationToken ct)
    {
        if (name.Length == 0)
        {
            return IPAddress.Any;
        }

        try
        {
            return name == "localhost" ? IPAddress.Loopback
                : IPAddress.TryParse(name, out var address) ? address
                : (await Dns.GetHostAddressesAsync(name, ct))[0];
        }
        catch (SocketException)
        {
            throw new SecretsKitException(ErrorCode.General, $"listen tcp: lookup {name}: no such host");
        }
    }

    // Who may change the folder may put a socket of his own in the place of ours, and be given data keys.
    private UnixDomainSocketEndPoint Socket(string name)
    {
        var path = host.Environment.ResolvePath(name);
        var folder = Path.GetDirectoryName(path) ?? "/";
        if (!OperatingSystem.IsWindows() && FileOwner.Of(folder, followsLink: true) is { } owner
            && (owner.IsWritableByAll || (owner.User != 0 && owner.User != FileOwner.CurrentUser)))
        {
            throw new SecretsKitException(ErrorCode.General, $"other users can change the folder of the socket {name}")
            {
                Hint = "use a folder of your own, such as the one that XDG_RUNTIME_DIR names",
            };
        }

        try
        {
            return new(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SecretsKitException(ErrorCode.General, $"listen unix {name}: bind: invalid argument")
            {
                Hint = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the path of a socket has at most 107 bytes, and this one {Encoding.UTF8.GetByteCount(path)}"),
            };
        }
    }
}
