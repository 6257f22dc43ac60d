using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Tests.Vault;

/// <summary>Requests that are sent as they are, also those that no client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends one and reads the response.</summary>
    public static async Task<RawResponse> SendAsync(
        string url, string method, string target, IEnumerable<KeyValuePair<string, string>> headers, string body, CancellationToken ct)
    {
        var address = new Uri(url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, ct);
        var stream = client.GetStream();
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        head.Append(bytes.Length > 0 ? $"Content-Length: {bytes.Length}\r\n\r\n" : "\r\n");
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head.ToString()), .. bytes], ct);
        return await ReadAsync(stream, method, ct);
    }

    private static async Task<RawResponse> ReadAsync(NetworkStream stream, string method, CancellationToken ct)
    {
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(letter, ct) == 1)
        {
            head.Append((char)letter[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
            pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var content = new byte[method == "HEAD" ? 0 : int.Parse(headers.GetValueOrDefault("Content-Length", "0"), null)];
        await stream.ReadExactlyAsync(content, ct);
        return new(int.Parse(lines[0].Split(' ')[1], null), headers, Encoding.UTF8.GetString(content));
    }
}

/// <summary>A response.</summary>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Content)
{
    /// <summary>The content as a tree; null for none.</summary>
    public JsonNode? Json => Content.Length == 0 ? null : JsonNode.Parse(Content);
}
