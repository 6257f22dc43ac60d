using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Google;

/// <summary>Google's KMS by REST with one key: what it encrypts it can decrypt, and other keys are denied.</summary>
public sealed class FakeKms : IDisposable
{
    /// <summary>The key.</summary>
    public const string Owned = "projects/p/locations/l/keyRings/r/cryptoKeys/owned";

    private const byte Mask = 0x5a;

    private readonly HttpServer _server;

    /// <summary>Starts it.</summary>
    public FakeKms() => _server = new(Answer);

    /// <summary>What it answers instead, request by request; without any it does its work.</summary>
    public Queue<ServedAnswer> Instead { get; } = new();

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>The variables that lead a program here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables =>
    [
        new("SOPS_GCP_KMS_CLIENT_TYPE", "rest"),
        new("SOPS_GCP_KMS_ENDPOINT", _server.Url),
        new("GOOGLE_OAUTH_ACCESS_TOKEN", "canary-token"),
    ];

    /// <summary>A failure as Google writes it.</summary>
    public static ServedAnswer Error(int status, string code, string message, string headers = "") => ServedAnswer.Kept(
        $$$"""
        {"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{code}}}"}}
        """, $"{status} {code}", headers);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        if (Instead.TryDequeue(out var instead))
        {
            return instead;
        }

        if (request.Header("Authorization") != "Bearer canary-token")
        {
            return Error(401, "UNAUTHENTICATED", "who are you");
        }

        var path = request.Target.Split('?')[0];
        if (!path.StartsWith("/v1/" + Owned + ":", StringComparison.Ordinal))
        {
            return Error(403, "PERMISSION_DENIED", "not yours");
        }

        using var body = JsonDocument.Parse(request.Body);
        return path.EndsWith(":encrypt", StringComparison.Ordinal)
            ? Field("ciphertext", Encrypt(body.RootElement.GetProperty("plaintext").GetBytesFromBase64()))
            : Decrypt(body.RootElement.GetProperty("ciphertext").GetBytesFromBase64()) is { } plaintext ? Field("plaintext", plaintext)
            : Error(400, "INVALID_ARGUMENT", "Decryption failed: the ciphertext is invalid.");
    }

    private static ServedAnswer Field(string name, byte[] value) =>
        ServedAnswer.Kept($$"""{"{{name}}":"{{Convert.ToBase64String(value)}}"}""");

    private static byte[] Encrypt(byte[] plaintext) =>
        [.. SHA256.HashData(plaintext), .. plaintext.Select(letter => (byte)(letter ^ Mask))];

    private static byte[]? Decrypt(byte[] ciphertext)
    {
        byte[] plaintext = [.. ciphertext.Skip(SHA256.HashSizeInBytes).Select(letter => (byte)(letter ^ Mask))];
        return ciphertext.Take(SHA256.HashSizeInBytes).SequenceEqual(SHA256.HashData(plaintext)) ? plaintext : null;
    }
}
