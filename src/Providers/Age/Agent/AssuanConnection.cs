using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Age.Agent;

/// <summary>What an Assuan server answered to a command: its data, or why there is none.</summary>
/// <param name="data">Given away; null after an error.</param>
/// <param name="error">The number of libgpg-error without its source; 0 for none.</param>
/// <param name="message">The server's text for the error.</param>
internal sealed class AssuanReply(SecretBytes? data, int error, string message) : IDisposable
{
    public SecretBytes? Data { get; } = data;

    public int Error { get; } = error;

    public string Message { get; } = message;

    public void Dispose() => Data?.Dispose();
}

/// <summary>
/// The client's side of an Assuan connection (libassuan, client requests and server responses). Lines may hold secrets and are wiped.
/// </summary>
internal sealed class AssuanConnection(Stream stream) : IDisposable
{
    /// <summary>Longest line of the protocol in bytes, its LF included.</summary>
    public const int MaxLineBytes = 1002;

    /// <summary>Most data that an answer may carry, in bytes; passphrases are the longest that we ask for.</summary>
    private const int MaxDataBytes = 64 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxLineBytes, pinned: true);
    private int _length;

    /// <summary>Connects to a socket in the file system and waits for the greeting.</summary>
    /// <returns>Null when nothing listens there.</returns>
    public static async ValueTask<AssuanConnection?> TryConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }

        var connection = new AssuanConnection(new NetworkStream(socket, ownsSocket: true));
        using var greeting = await connection.TryReadReplyAsync(ct);
        if (greeting is { Error: 0 })
        {
            return connection;
        }

        connection.Dispose();
        return null;
    }

    /// <summary>Text as an argument: blanks as plus signs, and everything that a line cannot hold as percent escapes.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            _ = b is > (byte)' ' and < 0x7f and not ((byte)'%' or (byte)'+')
                ? result.Append((char)b)
                : b == (byte)' ' ? result.Append('+') : result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return result.ToString();
    }

    /// <summary>Sends a command and waits for its end. Inquiries are answered with nothing.</summary>
    /// <returns>Null when the connection broke or the server does not keep to the protocol.</returns>
    public async ValueTask<AssuanReply?> TryRequestAsync(string command, CancellationToken ct) =>
        await TrySendAsync(command, ct) ? await TryReadReplyAsync(ct) : null;

    public void Dispose()
    {
        stream.Dispose();
        CryptographicOperations.ZeroMemory(_buffer);
    }

    private async ValueTask<bool> TrySendAsync(string line, CancellationToken ct)
    {
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), ct);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async ValueTask<AssuanReply?> TryReadReplyAsync(CancellationToken ct)
    {
        var data = GC.AllocateUninitializedArray<byte>(MaxDataBytes, pinned: true);
        var length = 0;
        try
        {
            while (true)
            {
                var end = await FillLineAsync(ct);
                if (end < 0)
                {
                    return null;
                }

                var line = _buffer.AsMemory(0, end);
                if (Starts(line.Span, "OK"u8))
                {
                    Consume(end);
                    return new AssuanReply(new SecretBytes(data.AsSpan(0, length)), 0, "");
                }

                if (Starts(line.Span, "ERR"u8))
                {
                    var reply = ParseError(line.Span);
                    Consume(end);
                    return reply;
                }

                if (Starts(line.Span, "D"u8))
                {
                    if (length + end > MaxDataBytes)
                    {
                        return null;
                    }

                    length += Unescape(line.Span[Math.Min(2, end)..], data.AsSpan(length));
                }

                var inquiry = Starts(line.Span, "INQUIRE"u8);
                Consume(end);
                if (inquiry && !await TrySendAsync("END", ct))
                {
                    return null;
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>Reads until a whole line is at the start of the buffer.</summary>
    /// <returns>Its length without LF; -1 at the end or for a line that is too long.</returns>
    private async ValueTask<int> FillLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
            if (end >= 0 || _length == _buffer.Length)
            {
                return end;
            }

            int count;
            try
            {
                count = await stream.ReadAsync(_buffer.AsMemory(_length), ct);
            }
            catch (IOException)
            {
                count = 0;
            }

            if (count == 0)
            {
                return -1;
            }

            _length += count;
        }
    }

    private void Consume(int end)
    {
        _buffer.AsSpan(end + 1, _length - end - 1).CopyTo(_buffer);
        _length -= end + 1;
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(_length));
    }

    private static bool Starts(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.StartsWith(word) && (line.Length == word.Length || line[word.Length] == (byte)' ');

    private static AssuanReply ParseError(ReadOnlySpan<byte> line)
    {
        const int CodeMask = 0xffff;
        const int General = 1;
        var words = Encoding.UTF8.GetString(line).Split(' ', 3);
        var code = words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (int)(number & CodeMask)
            : 0;
        return new AssuanReply(
            null, code == 0 ? General : code, words.Length > 2 ? words[2] : "error " + code.ToString(CultureInfo.InvariantCulture));
    }

    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'%'
                && i + 2 < text.Length
                && char.IsAsciiHexDigit((char)text[i + 1])
                && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                destination[length++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else
            {
                destination[length++] = text[i];
            }
        }

        return length;
    }

    private static int HexValue(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
