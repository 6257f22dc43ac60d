using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;

namespace SecretsKit.Providers.Google.Storage;

/// <summary>
/// Writes objects to Google Cloud Storage by its JSON interface, in one request with metadata and content, as Google's client does for
/// small objects. Application default credentials. An upload is not repeated: it would overwrite what another wrote meanwhile.
/// </summary>
/// <param name="host">The surroundings. <c>STORAGE_EMULATOR_HOST</c> names another server, which needs no credentials.</param>
public sealed class GcsUploads(ProviderHost host)
{
    private const string Provider = "Google Cloud Storage";
    private const string ReadWrite = "https://www.googleapis.com/auth/devstorage.full_control";

    /// <summary>Writes an object, or a new generation of it.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="name">The name of the object.</param>
    /// <param name="content">Its content, lent.</param>
    /// <param name="ct">Ends the request.</param>
    /// <exception cref="Core.Errors.SecretsKitException">It did not arrive, or whether it did is not known.</exception>
    public async Task UploadAsync(string bucket, string name, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var resource = $"gs://{bucket}/{name}";
        var emulator = host.Environment.Variable("STORAGE_EMULATOR_HOST") is { Length: > 0 } set ? set : null;
        var server = emulator is null ? "https://storage.googleapis.com" : emulator.Contains("://", StringComparison.Ordinal) ? emulator
            : "http://" + emulator;
        var url = $"{server.TrimEnd('/')}/upload/storage/v1/b/{GoogleText.PathEscape(bucket)}/o?alt=json"
            + $"&name={GoogleText.QueryEscape(name)}&prettyPrint=false&projection=full&uploadType=multipart";
        var boundary = Boundary();
        try
        {
            using var response = await host.Http.SendAsync(new(HttpMethod.Post, HttpUrl.Parse(url))
            {
                Body = HttpBody.FromBytes(Body(boundary, bucket, name, content.Span), $"multipart/related; boundary={boundary}"),
                Authenticator = emulator is null ? GoogleCredentials.Of(host).Default(
                    [GoogleScopes.CloudPlatform, ReadWrite], signsItself: false) : null,
            }, ct);
            response.RequireSuccess();
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(Provider, "insert", resource, failure);
        }
    }

    private string Boundary()
    {
        var bytes = new byte[30];
        host.Random(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static byte[] Body(string boundary, string bucket, string name, ReadOnlySpan<byte> content)
    {
        const string Line = "\r\n";
        var metadata = GoogleText.Json(json =>
        {
            json.WriteString("bucket", bucket);
            json.WriteString("name", name);
        });
        var isText = content.IndexOfAnyInRange((byte)0, (byte)8) < 0;
        var head = $"--{boundary}{Line}Content-Type: application/json{Line}{Line}{Encoding.UTF8.GetString(metadata)}\n{Line}"
            + $"--{boundary}{Line}"
            + $"Content-Type: {(isText ? "text/plain; charset=utf-8" : "application/octet-stream")}{Line}{Line}";
        return [.. Encoding.UTF8.GetBytes(head), .. content, .. Encoding.UTF8.GetBytes($"{Line}--{boundary}--{Line}")];
    }
}
