using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Google.Kms;

/// <summary>Cloud KMS by REST, with the query that Google's client sends.</summary>
internal sealed class GcpKmsRestClient(IHttpTransport http, string server, IHttpAuthenticator authenticator) : IGcpKmsClient
{
    private const string Query = "?%24alt=json%3Benum-encoding%3Dint";
    private const int MaxResponseBytes = 1024 * 1024;

    /// <inheritdoc/>
    public Task<byte[]> EncryptAsync(string name, ReadOnlyMemory<byte> plaintext, CancellationToken ct) =>
        CallAsync("encrypt", name, "plaintext", plaintext, "ciphertext", ct);

    /// <inheritdoc/>
    public Task<byte[]> DecryptAsync(string name, ReadOnlyMemory<byte> ciphertext, CancellationToken ct) =>
        CallAsync("decrypt", name, "ciphertext", ciphertext, "plaintext", ct);

    private async Task<byte[]> CallAsync(
        string verb, string name, string field, ReadOnlyMemory<byte> content, string resultField, CancellationToken ct)
    {
        var url = $"{server}/v1/{name}:{verb}{Query}";
        var body = GoogleText.Json(json =>
        {
            json.WriteString("name", name);
            json.WriteBase64String(field, content.Span);
        });
        byte[]? answer = null;
        var sent = new SentAttempt(authenticator);
        try
        {
            using var response = await http.SendAsync(new(HttpMethod.Post, HttpUrl.Parse(url))
            {
                Headers = new() { { "x-goog-request-params", "name=" + GoogleText.QueryEscape(name) } },
                Body = HttpBody.FromBytes(body, "application/json"),
                Authenticator = sent,
                Idempotence = HttpIdempotence.Idempotent,
                MaxResponseBytes = MaxResponseBytes,
            }, ct);
            answer = await response.ReadContentAsync(ct);
            return response.IsSuccess ? Result(answer, resultField)
                : throw Refused(response.ToFailure(), answer, [sent.Bearer, Convert.ToBase64String(content.Span)]);
        }
        catch (HttpTransportException failure)
        {
            throw new GcpKmsException(
                ProviderException.FaultOf(failure.Failure), $"Post {GoQuote.Format(url)}: {GoHttpFailure.Describe(failure.Failure)}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
            CryptographicOperations.ZeroMemory(answer);
        }
    }

    private static byte[] Result(byte[] content, string field)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(field, out var value)
                && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes))
            {
                return bytes;
            }
        }
        catch (JsonException)
        {
            // Its text may quote the content: what follows says enough.
        }

        throw new GcpKmsException(ProviderFault.InvalidResponse, $"the response of the key service has no {field}");
    }

    private static GcpKmsException Refused(HttpFailure failure, byte[] content, IEnumerable<string?> secrets)
    {
        var (message, details) = ("", "");
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object)
            {
                message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "";
                details = GoogleErrorDetail.Of(error);
            }
        }
        catch (JsonException)
        {
            // The status says it alone, as in Google's client.
        }

        var start = string.Create(CultureInfo.InvariantCulture, $"googleapi: Error {failure.Status}: ");
        return new(ProviderException.FaultOf(failure), SentSecrets.Clear((start + message + "\n" + details).Trim(), secrets));
    }
}
