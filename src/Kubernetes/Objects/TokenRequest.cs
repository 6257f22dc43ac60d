using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>Asks for a token of a service account that ends by itself; no Secret holds it.</summary>
/// <param name="Namespace">The namespace of the account.</param>
/// <param name="Account">The account.</param>
/// <param name="Duration">How long it shall be valid; servers refuse less than ten minutes and may give less than is asked for.</param>
public sealed record TokenRequest(string Namespace, string Account, TimeSpan Duration)
{
    /// <summary>The shortest duration that servers take.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Asks.</summary>
    /// <returns>The token, given away, and when it ends.</returns>
    /// <exception cref="ApiException">The server refused: there is no such account, or the user may not.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: the answer holds no token.</exception>
    public async Task<(SecretBytes Token, DateTimeOffset Expires)> SendAsync(ApiClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var body = ObjectFields.Map(
            ("apiVersion", Value.Of("authentication.k8s.io/v1")),
            ("kind", Value.Of("TokenRequest")),
            ("spec", ObjectFields.Map(("expirationSeconds", Value.Int64((long)Duration.TotalSeconds)))));
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(Namespace)}/serviceaccounts/{Uri.EscapeDataString(Account)}/token";
        var answer = await client.SendAsync(
            new(HttpMethod.Post, path) { Body = HttpBody.FromBytes(GoJson.Format(body, GoJsonOptions.Raw), ApiMedia.Json) },
            cancellationToken);
        var status = answer.Field("status");
        return status.Field("token") is { IsString: true, StringBytes.Length: > 0 } token
            && DateTimeOffset.TryParse(
                status.Text("expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? (new SecretBytes(token.StringBytes), expires)
            : throw new SecretsKitException(
                ErrorCode.MalformedDocument, $"the server's answer holds no token of the service account {Namespace}/{Account}");
    }
}
