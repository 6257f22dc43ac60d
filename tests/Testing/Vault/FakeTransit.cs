using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Vault;

/// <summary>
/// A Vault with nothing but transit engines, whose keys are made on their first encryption; errors are those of goldens vault,
/// behaviour.md. One token is valid.
/// </summary>
public sealed class FakeTransit : IDisposable
{
    private const string Prefix = "vault:v1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly HttpServer _server;

    /// <summary>Starts it.</summary>
    public FakeTransit() => _server = new(request => Override?.Invoke(request) ?? Answer(request));

    /// <summary>The token that is valid.</summary>
    public string Token { get; } = "s.fakeFakeFakeFakeFakeFake";

    /// <summary>Answers instead of the fake, unless it returns null.</summary>
    public Func<ServedRequest, ServedAnswer?>? Override { get; set; }

    /// <summary>Its address.</summary>
    public string Url => _server.Url;

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    /// <summary>An error as Vault words it.</summary>
    public static ServedAnswer Error(string status, string reason, string headers = "") =>
        ServedAnswer.Kept(new JsonObject { ["errors"] = new JsonArray(reason) }.ToJsonString(), status, headers);

    private ServedAnswer Answer(ServedRequest request)
    {
        if (request.Header("X-Vault-Token") != Token)
        {
            return Error("403 Forbidden", "permission denied");
        }

        var names = request.Target.Split('/');
        var body = JsonNode.Parse(request.Body) as JsonObject;
        return names[^2] switch
        {
            "encrypt" => Encrypt(names[^1], (string?)body?["plaintext"]),
            "decrypt" => Decrypt(names[^1], (string?)body?["ciphertext"]),
            _ => Error("404 Not Found", "1 error occurred:\n\t* unsupported path\n\n"),
        };
    }

    private ServedAnswer Encrypt(string name, string? plaintext)
    {
        if (plaintext is null)
        {
            return Error("400 Bad Request", "missing plaintext to encrypt");
        }

        using var cipher = new AesGcm(_keys.GetOrAdd(name, _ => RandomNumberGenerator.GetBytes(32)), TagBytes);
        var bytes = Convert.FromBase64String(plaintext);
        var sealedBytes = new byte[NonceBytes + bytes.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        cipher.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes), bytes, sealedBytes.AsSpan(NonceBytes, bytes.Length),
                sealedBytes.AsSpan(NonceBytes + bytes.Length));
        return Data("ciphertext", Prefix + Convert.ToBase64String(sealedBytes));
    }

    private ServedAnswer Decrypt(string name, string? ciphertext)
    {
        if (string.IsNullOrEmpty(ciphertext))
        {
            return Error("400 Bad Request", "missing ciphertext to decrypt");
        }

        if (!ciphertext.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Error("400 Bad Request", "invalid ciphertext: no prefix");
        }

        if (!_keys.TryGetValue(name, out var key))
        {
            return Error("400 Bad Request", "encryption key not found");
        }

        var buffer = new byte[ciphertext.Length];
        if (!Convert.TryFromBase64String(ciphertext[Prefix.Length..], buffer, out var length))
        {
            return Error("400 Bad Request", "invalid ciphertext: could not decode base64");
        }

        if (length < NonceBytes + TagBytes)
        {
            return Error("400 Bad Request", "invalid ciphertext length");
        }

        var plain = new byte[length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            cipher.Decrypt(
                buffer.AsSpan(0, NonceBytes), buffer.AsSpan(NonceBytes, plain.Length),
                    buffer.AsSpan(NonceBytes + plain.Length, TagBytes), plain);
            return Data("plaintext", Convert.ToBase64String(plain));
        }
        catch (CryptographicException)
        {
            return Error("400 Bad Request", "cipher: message authentication failed");
        }
    }

    private static ServedAnswer Data(string name, string text)
    {
        var content = new JsonObject { ["data"] = new JsonObject { [name] = text } }.ToJsonString();
        return ServedAnswer.Kept(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(content)));
    }
}
