using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>One call. Its body may be secret; no text shows it.</summary>
/// <param name="method">GET, PUT, DELETE.</param>
/// <param name="path">Below <c>/v1/</c>, not escaped.</param>
internal sealed class VaultRequest(HttpMethod method, string path)
{
    /// <summary>The method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>Below <c>/v1/</c>, not escaped.</summary>
    public string Path { get; } = path;

    /// <summary>The query as it is sent, without the question mark. Default empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>A JSON object, lent. Default null: no body.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Adds the token. Default null: the request goes without one.</summary>
    public IHttpAuthenticator? Authenticator { get; init; }

    /// <summary>Whether it may reach the server twice. Default: as the method says, which is wrong for writes that make versions.</summary>
    public HttpIdempotence Idempotence { get; init; } = HttpIdempotence.ByMethod;

    /// <summary>Whether it is a login, whose refusals are about the credentials that it holds. Default no.</summary>
    public bool IsLogin { get; init; }

    /// <summary>Method and path.</summary>
    public override string ToString() => $"{Method} {Path}";
}
