using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Tokens of other issuers, as the fake reads them and as tests make them.</summary>
public static class FakeJwt
{
    /// <summary>A token with these claims, signed with a key of P-256.</summary>
    public static string Sign(JsonObject claims, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(key);
        var text = Encode("""{"alg":"ES256","typ":"JWT"}"""u8) + "." + Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        return text + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    /// <summary>The claims of a token; null if it is none.</summary>
    public static JsonObject? Claims(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        try
        {
            return token.Split('.') is [_, var claims, _] ? JsonNode.Parse(Decode(claims)) as JsonObject : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a key signed a token.</summary>
    public static bool IsSignedBy(string token, string publicKeyPem)
    {
        ArgumentNullException.ThrowIfNull(token);
        var dot = token.LastIndexOf('.');
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(publicKeyPem);
            return dot > 0 && key.VerifyData(Encoding.ASCII.GetBytes(token[..dot]), Decode(token[(dot + 1)..]), HashAlgorithmName.SHA256);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The audiences of claims.</summary>
    internal static IReadOnlyList<string> Audiences(JsonObject claims) => claims["aud"] switch
    {
        JsonArray list => [.. list.Select(item => (string)item!)],
        JsonValue text => [(string)text!],
        _ => [],
    };

    /// <summary>Whether claims have ended.</summary>
    internal static bool IsExpired(JsonObject claims, DateTimeOffset now) =>
        claims["exp"] is { } end && (double)end < now.ToUnixTimeSeconds();

    private static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Decode(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }
}
