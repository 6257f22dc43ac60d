using System.Globalization;
using System.Text;

namespace SecretsKit.Providers.Grpc;

/// <summary>How a call ended, with the server's words for it.</summary>
/// <param name="Code">The code; may be a number that has no name.</param>
/// <param name="Message">What the server says; from outside, of any length and in any letters. May be empty.</param>
public readonly record struct GrpcStatus(GrpcStatusCode Code, string Message)
{
    // Of what a server says: enough for any message that is meant for people.
    private const int MaxMessageLength = 8 * 1024;

    /// <summary>The text that Go's client has for it: <c>rpc error: code = NotFound desc = Must provide a key</c>.</summary>
    public string Describe() => $"rpc error: code = {NameOf(Code)} desc = {Message}";

    /// <summary>The status of a response by its two headers or trailers.</summary>
    /// <param name="code">The value of grpc-status.</param>
    /// <param name="message">The value of grpc-message, percent-encoded; null for none.</param>
    public static GrpcStatus Parse(string code, string? message) =>
        uint.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? new((GrpcStatusCode)number, Decode(message ?? ""))
            : new(GrpcStatusCode.Internal, "transport: malformed grpc-status");

    /// <summary>The message of a header: UTF-8 of which bytes may be written as a percent sign and two digits.</summary>
    public static string Decode(string text)
    {
        text = text.Length > MaxMessageLength ? text[..MaxMessageLength] : text;
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            // What is no escape stays as it is, as in grpc-go.
            var isEscape = bytes[at] == '%' && at + 2 < bytes.Length
                && byte.TryParse(bytes.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]);
            if (isEscape)
            {
                at += 2;
            }
            else
            {
                bytes[length] = bytes[at];
            }

            length++;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>The message as a header carries it.</summary>
    public static string Encode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(message))
        {
            _ = letter is >= (byte)' ' and <= (byte)'~' and not (byte)'%'
                ? text.Append((char)letter)
                : text.Append(CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return text.ToString();
    }

    private static string NameOf(GrpcStatusCode code) => code is >= GrpcStatusCode.OK and <= GrpcStatusCode.Unauthenticated
        ? code.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"Code({(int)code})");
}
