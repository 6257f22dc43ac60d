using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Huawei;

/// <summary>The two calls of Huawei's KMS that wrap and unwrap, and the one that finds a project. Safe on all threads.</summary>
/// <param name="host">The network and the clock.</param>
/// <param name="credentials">Who asks.</param>
internal sealed class HuaweiKmsApi(ProviderHost host, HuaweiCredentials credentials)
{
    /// <summary>The provider for people.</summary>
    public const string Provider = "HuaweiCloud KMS";

    private const long MaxResponseBytes = 256 * 1024;
    private const int MaxMessage = 1000;

    // Members of requests that only name things.
    private static readonly string[] Names = ["key_id", "encryption_algorithm", "cipher_text"];

    private readonly ConcurrentDictionary<(string AccessKey, string Region), string> _projects = new();

    /// <summary>Encrypts a part.</summary>
    /// <returns>The ciphertext as the service writes it.</returns>
    /// <exception cref="ProviderException">It refuses or cannot be asked.</exception>
    public async ValueTask<string> EncryptAsync(string region, string key, KeyPart part, CancellationToken ct)
    {
        using var body = new JsonText();
        body.Add("key_id", key)
            .AddEncoded("plain_text", part.Span, Base64Text, Base64.GetMaxEncodedToUtf8Length(part.Length))
            .Add("encryption_algorithm", "SYMMETRIC_DEFAULT").End("\n");
        var fields = await SendAsync(region, "encrypt-data", key, body.Written, ct);
        return fields.Text("cipher_text") is { Length: > 0 } text ? text
            : throw Wrong("encrypt-data", key, "encryption response missing ciphertext");
    }

    /// <summary>Decrypts a ciphertext.</summary>
    /// <exception cref="ProviderException">It refuses or cannot be asked.</exception>
    public async ValueTask<KeyPart> DecryptAsync(string region, string key, string cipherText, CancellationToken ct)
    {
        using var body = new JsonText();
        body.Add("cipher_text", cipherText).Add("encryption_algorithm", "SYMMETRIC_DEFAULT").Add("key_id", key).End("\n");
        var fields = await SendAsync(region, "decrypt-data", key, body.Written, ct);
        var text = fields.Bytes("plain_text");
        try
        {
            return text is null ? throw Wrong("decrypt-data", key, "decryption response missing plaintext")
                : Base64.DecodeFromUtf8InPlace(text, out var length) == System.Buffers.OperationStatus.Done
                ? new KeyPart(text.AsSpan(0, length))
                : throw Wrong("decrypt-data", key, "failed to base64 decode decrypted data key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            fields.Wipe("plain_text_base64");
        }
    }

    private static int Base64Text(ReadOnlySpan<byte> value, Span<byte> text)
    {
        Base64.EncodeToUtf8(value, text, out _, out var length);
        return length;
    }

    private async ValueTask<JsonFields> SendAsync(
        string region, string operation, string key, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var endpoint = HuaweiEndpoints.Kms(region, host.Environment) ?? throw Failed(
            new(ProviderFault.InvalidSettings, Provider, operation, region),
            $"region id '{region}' is not in the following supported regions of service 'KMS': [{HuaweiEndpoints.Known}]");
        var credential = await credentials.GetAsync(ct);
        var project = await ProjectAsync(region, credential, ct);
        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse($"{endpoint}/v1.0/{Uri.EscapeDataString(project)}/kms/{operation}"))
        {
            Headers = { { "User-Agent", "secretskit" }, { "X-Project-Id", project } },
            Body = HttpBody.FromBytes(body, "application/json;charset=UTF-8"),
            Authenticator = new HuaweiSigner(credential, host.Clock),
            Idempotence = HttpIdempotence.Idempotent,
            MaxResponseBytes = MaxResponseBytes,
        };
        return await AskAsync(request, operation, key, () => [credential.SecurityToken, .. SentSecrets.InJson(body.Span, Names)], ct);
    }

    private async ValueTask<string> ProjectAsync(string region, HuaweiCredential credential, CancellationToken ct)
    {
        if (credential.ProjectId.Length > 0)
        {
            return credential.ProjectId;
        }

        if (_projects.TryGetValue((credential.AccessKey, region), out var known))
        {
            return known;
        }

        var url = $"{HuaweiEndpoints.Iam(region, credential, host.Environment)}/v3/projects?name={Uri.EscapeDataString(region)}";
        var request = new HttpRequest(HttpMethod.Get, HttpUrl.Parse(url))
        {
            Headers = { { "User-Agent", "secretskit" } },
            Authenticator = new HuaweiSigner(credential, host.Clock),
            MaxResponseBytes = MaxResponseBytes,
        };
        var fields = await AskAsync(request, "projects", region, () => [credential.SecurityToken], ct);
        return fields.List("projects") is [var first, ..] && first.Text("id") is { Length: > 0 } id
            ? _projects[(credential.AccessKey, region)] = id
            : throw Wrong("projects", region, "no project is named like the region");
    }

    private async ValueTask<JsonFields> AskAsync(
        HttpRequest request, string operation, string resource, Func<IEnumerable<string>> secrets, CancellationToken ct)
    {
        byte[]? content = null;
        try
        {
            using var response = await host.Http.SendAsync(request, ct);
            content = await response.ReadContentAsync(ct);
            var fields = JsonFields.TryParse(content);
            return response.IsSuccess
                ? fields ?? throw Wrong(operation, resource, "the response is not a JSON object")
                : throw Refused(response, fields ?? default, operation, resource, secrets());
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(Provider, operation, resource, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    // The text of the vendor's library, which the reference shows. The server's words are those for people; a response that is not of this
    // form is never quoted.
    private static ProviderException Refused(
        HttpResponse response, JsonFields fields, string operation, string resource, IEnumerable<string> secrets)
    {
        var error = fields.Child("error");
        var (code, message) = (error.Text("error_code") ?? fields.Text("error_code") ?? "",
            error.Text("error_msg") ?? fields.Text("error_msg") ?? "");
        message = SentSecrets.Clear(message, secrets);
        message = message.Length > MaxMessage ? message[..MaxMessage] : message;
        var text = $"{{\"status_code\":{response.Status},\"request_id\":{Quoted(response.Header("X-Request-Id") ?? "")}," +
            $"\"error_code\":{Quoted(code)},\"error_message\":{Quoted(message)}," +
            "\"encoded_authorization_message\":\"\",\"details\":null}\n";
        return Failed(new(ProviderException.FaultOf(response.Status), Provider, operation, resource)
        {
            Status = response.Status,
            Code = code,
            RetryAfter = response.RetryAfter,
        }, text);
    }

    private static string Quoted(string text) =>
        "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static ProviderException Wrong(string operation, string resource, string problem) =>
        Failed(new(ProviderFault.InvalidResponse, Provider, operation, resource), problem);

    private static ProviderException Failed(ProviderCause cause, string problem) =>
        new(cause, $"{problem:lines}") { Problem = DisplayText.Lines(problem) };
}
