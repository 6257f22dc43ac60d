using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Huawei;

/// <summary>A KMS of Huawei Cloud with the keys that a test gives it. Signatures have to be there, and are not checked.</summary>
public sealed class FakeHuaweiKms : IDisposable
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);
    private readonly HttpServer _server;

    /// <summary>Starts it.</summary>
    /// <param name="keys">The ids of its keys.</param>
    public FakeHuaweiKms(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _keys[key] = RandomNumberGenerator.GetBytes(32);
        }

        _server = new(Answer);
    }

    /// <summary>The variables that lead to it, for the region <c>eu-west-101</c>.</summary>
    public (string Name, string Value)[] Variables =>
    [
        ("HUAWEICLOUD_SDK_REGION_KMS_EU_WEST_101", _server.Url),
        ("HUAWEICLOUD_SDK_AK", "access-key-for-tests"),
        ("HUAWEICLOUD_SDK_SK", "canary-secret-key-93417"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "project-1"),
    ];

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        if (request.Header("Authorization")?.StartsWith("SDK-HMAC-SHA256 ", StringComparison.Ordinal) != true)
        {
            return Error("401 Unauthorized", "APIG.0301", "Incorrect IAM authentication information");
        }

        var body = JsonNode.Parse(request.Body)!;
        if (!_keys.TryGetValue((string?)body["key_id"] ?? "", out var key))
        {
            return Error("404 Not Found", "KMS.1201", "The key does not exist.");
        }

        using var cipher = new AesGcm(key, TagBytes);
        return request.Target.EndsWith("/encrypt-data", StringComparison.Ordinal) ? Encrypt(cipher, body) : Decrypt(cipher, body);
    }

    private static ServedAnswer Encrypt(AesGcm cipher, JsonNode body)
    {
        var plain = Convert.FromBase64String((string)body["plain_text"]!);
        var output = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(output.AsSpan(0, NonceBytes));
        cipher.Encrypt(output.AsSpan(0, NonceBytes), plain, output.AsSpan(NonceBytes, plain.Length),
            output.AsSpan(NonceBytes + plain.Length));
        return ServedAnswer.Kept(
            new JsonObject { ["key_id"] = (string?)body["key_id"], ["cipher_text"] = Convert.ToBase64String(output) }.ToJsonString());
    }

    private static ServedAnswer Decrypt(AesGcm cipher, JsonNode body)
    {
        var text = (string?)body["cipher_text"] ?? "";
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || length < NonceBytes + TagBytes)
        {
            return Error("400 Bad Request", "KMS.0306", "Invalid ciphertext");
        }

        var plain = new byte[length - NonceBytes - TagBytes];
        try
        {
            cipher.Decrypt(buffer.AsSpan(0, NonceBytes), buffer.AsSpan(NonceBytes, plain.Length),
                buffer.AsSpan(NonceBytes + plain.Length, TagBytes), plain);
        }
        catch (CryptographicException)
        {
            return Error("400 Bad Request", "KMS.0306", "Invalid ciphertext");
        }

        return ServedAnswer.Kept(new JsonObject
        {
            ["key_id"] = (string?)body["key_id"],
            ["plain_text"] = Convert.ToBase64String(plain),
            ["plain_text_base64"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(plain))),
        }.ToJsonString());
    }

    private static ServedAnswer Error(string status, string code, string message) => ServedAnswer.Kept(
        new JsonObject { ["error"] = new JsonObject { ["error_code"] = code, ["error_msg"] = message } }.ToJsonString(), status);
}
