using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>What generators of tokens have in common.</summary>
internal static class TokenTexts
{
    private static readonly TimeSpan AccountTokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>A token of the service account that the settings name.</summary>
    /// <exception cref="ProviderException">There is no such account, or its tokens may not be made.</exception>
    public static ValueTask<SecretValue> OfAccountAsync(StoreFields fields, StoreContext context, CancellationToken ct)
    {
        var account = fields.RequiredChild("serviceAccountRef");
        return context.References.ServiceAccountTokenAsync(
            StoreReferenceFields.NamespaceOf(account, context), account.RequiredText("name"), account.Texts("audiences"),
            AccountTokenLifetime, ct);
    }

    /// <summary>A credential for a header, from a key of a Secret: files that were made by hand end with a line break.</summary>
    /// <exception cref="ProviderException">No header can hold it.</exception>
    public static async ValueTask<string> CredentialAsync(StoreFields selector, StoreContext context, CancellationToken ct)
    {
        var text = (await StoreReferenceFields.SecretKeyAsync(selector, context, null, ct)).RevealText().Trim();
        return text.Length > 0 && text.All(letter => letter is > ' ' and <= '~')
            ? text
            : throw selector.Wrong("", "the Secret holds no token there: it has spaces, line breaks or letters beyond ASCII, or is empty");
    }

    /// <summary>When a token ends by its own claim (RFC 7519 4.1.4), as <c>2026-01-31T12:00:00Z</c>; null if it claims nothing.</summary>
    public static string? EndOf(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        var claims = new byte[Base64Url.GetMaxDecodedLength(parts[1].Length)];
        return Base64Url.TryDecodeFromChars(parts[1], claims, out var length)
            && JsonFields.TryParse(claims.AsSpan(0, length))?.Number("exp") is { } seconds and >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>A user and a password as registries keep both in one text.</summary>
    public static SecretValue Pair(string user, string password) =>
        SecretValue.OfText(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>A text as JSON writes it.</summary>
    public static string Quoted(string text) =>
        $"\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A list of texts as JSON writes it.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(',', texts.Select(Quoted))}]";
}
