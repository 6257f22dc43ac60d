using System.Globalization;
using System.Text.Json;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// Credentials in JSON, as programs, containers, instances and single sign-on answer them: the names of the fields differ a little.
/// </summary>
internal static class CredentialJson
{
    /// <summary>Reads credentials; null where they are incomplete or it is no JSON.</summary>
    public static AwsCredentials? Read(ReadOnlySpan<byte> content)
    {
        var fields = Texts(content);
        var secret = fields?.GetValueOrDefault("secretaccesskey");
        return fields?.GetValueOrDefault("accesskeyid") is { Length: > 0 } id && secret is { Length: > 0 }
            ? new(id, secret, fields.GetValueOrDefault("sessiontoken") ?? fields.GetValueOrDefault("token") ?? "",
                Time(fields.GetValueOrDefault("expiration")))
            : null;
    }

    /// <summary>The texts and numbers of an object and of those in it, by their names in lower case; null if it is no JSON.</summary>
    public static Dictionary<string, string>? Texts(ReadOnlySpan<byte> content)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(content);
            var name = "";
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString()!.ToLowerInvariant();
                        break;
                    case JsonTokenType.String:
                        fields[name] = reader.GetString()!;
                        break;
                    case JsonTokenType.Number when reader.TryGetInt64(out var number):
                        fields[name] = number.ToString(CultureInfo.InvariantCulture);
                        break;
                    default:
                        break;
                }
            }

            return fields;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A time as RFC 3339 has it, or in milliseconds since 1970; null if it is neither.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
