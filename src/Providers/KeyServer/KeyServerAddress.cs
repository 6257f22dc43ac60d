using System.Globalization;
using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;

namespace SecretsKit.Providers.KeyServer;

/// <summary>
/// Where a key service of another process is: <c>tcp://HOST:PORT</c> or <c>unix:///PATH</c> (spec sops.md 10.8). One that cannot be dialled
/// is no error before it is used, as in the reference.
/// </summary>
/// <param name="Server">The URL that gRPC calls go to; null where it cannot be dialled.</param>
/// <param name="UnixSocket">The path of a Unix socket; null for TCP.</param>
/// <param name="Problem">
/// Why it cannot be dialled, in the reference's words where it has any: the description of a status. Else null.
/// </param>
internal sealed record KeyServerAddress(string? Server, string? UnixSocket, string? Problem)
{
    /// <summary>Reads an address.</summary>
    public static KeyServerAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!GoUrl.TryParse(Encoding.UTF8.GetBytes(text), out var url, out _) || url.Scheme.Length == 0)
        {
            return Unusable(text);
        }

        var (scheme, host, path) = (Text(url.Scheme), Text(url.Host), Text(url.Path));
        return scheme switch
        {
            "unix" => path.Length > 1 ? new("http://localhost", path, null) : Unusable(text),
            "tcp" or "tcp4" or "tcp6" => HasPort(host, url.HostName) ? new("http://" + host, null, null)
                : host.Length > 0 && !host.Contains(':', StringComparison.Ordinal)
                    ? Undialled($"dial {scheme}: address {host}: missing port in address")
                : Unusable(text),
            _ => Undialled($"dial {scheme}: unknown network {scheme}"),
        };
    }

    // Digits alone: names of ports and a missing host would lead elsewhere in another resolver.
    private static bool HasPort(string host, byte[] name) => name.Length > 0
        && int.TryParse(host.AsSpan(host.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= ushort.MaxValue
        && Uri.TryCreate("http://" + host, UriKind.Absolute, out _);

    private static KeyServerAddress Undialled(string cause) => new(null, null,
        "connection error: desc = " + GoQuote.Format("transport: Error while dialing: " + cause));

    private static KeyServerAddress Unusable(string text) => new(null, null, DisplayText.Message(
        $"\"{text}\" is not the address of a key service: expected tcp://HOST:PORT or unix:///PATH"));

    private static string Text(byte[] part) => Encoding.UTF8.GetString(part);
}
