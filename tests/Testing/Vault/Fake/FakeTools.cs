using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>Hashes and random bytes, which <c>sys/tools</c> and transit have alike.</summary>
internal static class FakeTools
{
    public static VaultReply Hash(VaultCall call, string? algorithm)
    {
        var input = Base64(call.Text("input") ?? "");
        var digest = (call.Text("algorithm") ?? algorithm) switch
        {
            "sha2-384" => SHA384.HashData(input),
            "sha2-512" => SHA512.HashData(input),
            _ => SHA256.HashData(input),
        };
        return VaultReply.Of(new JsonObject
        {
            ["sum"] = call.Text("format") == "base64" ? Convert.ToBase64String(digest) : Convert.ToHexStringLower(digest),
        });
    }

    public static VaultReply Random(VaultCall call, string? count)
    {
        var bytes = RandomNumberGenerator.GetBytes(int.TryParse(count, CultureInfo.InvariantCulture, out var number) ? number : 32);
        return VaultReply.Of(new JsonObject
        {
            ["random_bytes"] = call.Text("format") == "hex" ? Convert.ToHexStringLower(bytes) : Convert.ToBase64String(bytes),
        });
    }

    /// <summary>Bytes of base64; the refusal says at which byte it ends to be any.</summary>
    public static byte[] Base64(string text)
    {
        var buffer = new byte[text.Length];
        if (Convert.TryFromBase64String(text, buffer, out var length) && !text.Any(char.IsWhiteSpace))
        {
            return buffer[..length];
        }

        var bad = text.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/').Count();
        throw new VaultRefusal(400, string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {bad}"));
    }
}
