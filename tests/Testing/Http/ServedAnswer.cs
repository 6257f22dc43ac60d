using System.Net.Sockets;
using System.Text;

namespace SecretsKit.Testing.Http;

/// <summary>What a server does about a request: writes to the connection, which ends after that unless it is kept open.</summary>
/// <param name="WriteAsync">Writes.</param>
public sealed record ServedAnswer(Func<Stream, CancellationToken, Task> WriteAsync)
{
    /// <summary>Whether the connection takes another request.</summary>
    public bool KeepsOpen { get; init; }

    /// <summary>A content.</summary>
    public static ServedAnswer Found(string content) => Found(Encoding.UTF8.GetBytes(content));

    /// <summary>A content, with further headers, each with its line break.</summary>
    public static ServedAnswer Found(byte[] content, string headers = "") =>
        new(async (stream, ct) =>
        {
            var head = $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nConnection: close\r\n{headers}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), ct);
            await stream.WriteAsync(content, ct);
        });

    /// <summary>A content on a connection that is kept open.</summary>
    public static ServedAnswer Kept(string content, string status = "200 OK", string headers = "") =>
        Raw($"HTTP/1.1 {status}\r\nContent-Length: {content.Length}\r\n{headers}\r\n{content}") with { KeepsOpen = true };

    /// <summary>A content of so many zeros, written as the client reads it.</summary>
    public static ServedAnswer Zeros(long length) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"), ct);
        var block = new byte[64 * 1024];
        for (var left = length; left > 0; left -= block.Length)
        {
            await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), ct);
        }
    });

    /// <summary>An answer that is written when the test lets it.</summary>
    public static ServedAnswer When(Task permission, ServedAnswer answer) => new(async (stream, ct) =>
    {
        await permission.WaitAsync(ct);
        await answer.WriteAsync(stream, ct);
    })
    {
        KeepsOpen = answer.KeepsOpen,
    };

    /// <summary>A status without content, as <c>404 File not found</c>.</summary>
    public static ServedAnswer Status(string status, string headers = "") =>
        Raw($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");

    /// <summary>Another place.</summary>
    public static ServedAnswer Redirect(string location, int status = 302) => Status($"{status} Found", $"Location: {location}\r\n");

    /// <summary>Any bytes, an answer or not.</summary>
    public static ServedAnswer Raw(string text) => new((stream, ct) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), ct).AsTask());

    /// <summary>Nothing at all, while the client waits.</summary>
    public static ServedAnswer Silence { get; } = new((_, ct) => Task.Delay(Timeout.Infinite, ct));

    /// <summary>The head of an answer, the beginning of its content, and then nothing more.</summary>
    public static ServedAnswer Stalled { get; } = new(async (stream, ct) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nport: "u8.ToArray(), ct);
        await Task.Delay(Timeout.Infinite, ct);
    });

    /// <summary>A content without an end.</summary>
    public static ServedAnswer Endless { get; } = new(async (stream, ct) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), ct);
        var block = new byte[64 * 1024];
        Array.Fill(block, (byte)'#');
        while (!ct.IsCancellationRequested)
        {
            await stream.WriteAsync(block, ct);
        }
    });

    /// <summary>What lies behind a proxy: bytes both ways to a port of this machine.</summary>
    public static ServedAnswer Tunnel(int port) => new(async (stream, ct) =>
    {
        using var inner = new TcpClient();
        await inner.ConnectAsync("127.0.0.1", port, ct);
        await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var there = stream.CopyToAsync(inner.GetStream(), ended.Token);
        await inner.GetStream().CopyToAsync(stream, ct);

        // A side that closes ends the other, too.
        await ended.CancelAsync();
        await there.ContinueWith(_ => { }, ct, TaskContinuationOptions.None, TaskScheduler.Default);
    });
}
