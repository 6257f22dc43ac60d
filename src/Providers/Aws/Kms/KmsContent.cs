using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Providers.Aws.Kms;

/// <summary>Reads answers of KMS without leaving copies of what they hold.</summary>
internal static class KmsContent
{
    /// <summary>A text of the answer's object, or null.</summary>
    public static string? Text(byte[]? content, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            return Find(ref reader, name) && reader.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The bytes that base64 stands for, or null. The caller owns them.</summary>
    public static KeyPart? Part(byte[]? content, ReadOnlySpan<byte> name)
    {
        byte[]? bytes = null;
        try
        {
            var reader = new Utf8JsonReader(content);
            return Find(ref reader, name) && reader.TryGetBytesFromBase64(out bytes) && bytes.Length > 0 ? new KeyPart(bytes) : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static bool Find(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.String;
            }
        }

        return false;
    }
}
