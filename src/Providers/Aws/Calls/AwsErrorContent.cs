using System.Text.Json;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>Reads the code and the message of a response that is no success, in JSON or XML; what cannot be read is empty.</summary>
internal static class AwsErrorContent
{
    private const int MaxMessage = 2048;

    /// <summary>Code and message (goldens/providers/rest.md 2).</summary>
    /// <param name="header">The header <c>x-amzn-errortype</c>, or null.</param>
    /// <param name="content">The content.</param>
    public static (string Code, string Message) Read(string? header, ReadOnlySpan<byte> content)
    {
        var (code, words) = FirstLetter(content) == '<' ? ReadXml(content) : ReadJson(content);
        code = header is { Length: > 0 } ? header : code;

        // com.amazonaws.kms#NotFoundException:http://…
        var end = code.IndexOf(':', StringComparison.Ordinal);
        code = end < 0 ? code : code[..end];
        code = code[(code.LastIndexOf('#') + 1)..];
        var isName = code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

        // A refused signature is explained by what should have been signed, session token included: from the second line on.
        var line = words.Split('\n', 2)[0].TrimEnd('\r');
        return (isName ? code : "", line.Length > MaxMessage ? line[..MaxMessage] : line);
    }

    private static (string Code, string Message) ReadXml(ReadOnlySpan<byte> content)
    {
        var text = System.Text.Encoding.UTF8.GetString(content);
        return (AwsXml.Text(text, "Code") ?? "", AwsXml.Text(text, "Message") ?? "");
    }

    private static (string Code, string Message) ReadJson(ReadOnlySpan<byte> content)
    {
        var (code, message) = ("", "");
        try
        {
            var reader = new Utf8JsonReader(content);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                var isCode = reader.ValueTextEquals("__type"u8) || reader.ValueTextEquals("code"u8);
                var isMessage = reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("Message"u8);
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && isCode && code.Length == 0)
                {
                    code = reader.GetString()!;
                }
                else if (reader.TokenType == JsonTokenType.String && isMessage && message.Length == 0)
                {
                    message = reader.GetString()!;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A page of a proxy, or cut off: the status says enough.
            return (code, message);
        }

        return (code, message);
    }

    private static byte FirstLetter(ReadOnlySpan<byte> content)
    {
        var start = content.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? (byte)0 : content[start];
    }
}
