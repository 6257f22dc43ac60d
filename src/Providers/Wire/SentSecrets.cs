using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SecretsKit.Providers.Wire;

/// <summary>What a request had in it that no message may show, should the server repeat it in its words.</summary>
internal static class SentSecrets
{
    // What is shorter is part of ordinary words.
    private const int Shortest = 4;

    /// <summary>Words without the secrets.</summary>
    /// <param name="words">The server's.</param>
    /// <param name="secrets">What was sent; null and what is too short to be one are passed over.</param>
    public static string Clear(string words, IEnumerable<string?> secrets)
    {
        // The longest first: one may be part of another.
        foreach (var secret in secrets.OfType<string>().Where(text => text.Length >= Shortest).OrderByDescending(text => text.Length))
        {
            words = words.Replace(secret, "***", StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>The ways in which bytes are written as text. Only for failures: texts cannot be wiped.</summary>
    public static IEnumerable<string> InText(ReadOnlySpan<byte> secret) =>
    [
        Encoding.UTF8.GetString(secret), Encoding.Latin1.GetString(secret), Convert.ToBase64String(secret).TrimEnd('='),
        Base64Url.EncodeToString(secret), Convert.ToHexString(secret), Convert.ToHexStringLower(secret),
    ];

    /// <summary>The texts and numbers of a body in JSON, but for those of members that only name things.</summary>
    /// <param name="body">The body; an empty one has none.</param>
    /// <param name="names">The members that only name things.</param>
    public static List<string> InJson(ReadOnlySpan<byte> body, params ReadOnlySpan<string> names)
    {
        var found = new List<string>();
        if (body.IsEmpty)
        {
            return found;
        }

        var reader = new Utf8JsonReader(body);
        var isName = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isName = names.Contains(reader.GetString()!);
            }
            else if (reader.TokenType == JsonTokenType.String && !isName)
            {
                found.Add(reader.GetString()!);
            }
            else if (reader.TokenType == JsonTokenType.Number)
            {
                found.Add(Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }

        return found;
    }
}
