using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>
/// A token of a service of Cloudsmith for a token of a service account: <c>auth</c> as registries' configurations have it, and
/// <c>expiry</c> (spec external-secrets.md 4.5).
/// </summary>
internal sealed class CloudsmithTokenGenerator : ISecretGenerator
{
    private const string Provider = "Cloudsmith token generator";

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly TokenServer _server;
    private readonly string _service;
    private readonly string _path;

    private CloudsmithTokenGenerator(StoreFields fields, StoreContext context)
    {
        (_fields, _context) = (fields, context);
        _server = new(fields, "apiUrl", "https://api.cloudsmith.io", context);
        _service = fields.RequiredText("serviceSlug");
        _path = $"/openid/{Uri.EscapeDataString(fields.RequiredText("orgSlug"))}/";
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "CloudsmithAccessToken", "cloudsmithAccessTokenSpec",
        static (spec, context) => new CloudsmithTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var proof = await TokenTexts.OfAccountAsync(_fields, _context, ct);
        using var body = new JsonText().Add("oidc_token", proof.RevealText()).Add("service_slug", _service).End();
        var answer = await _server.RequireAsync(HttpMethod.Post, _path, [], body, ct);
        return answer.Text("token") is { Length: > 0 } token && TokenTexts.EndOf(token) is { } end
            ? new() { ["auth"] = TokenTexts.Pair("token", token), ["expiry"] = SecretValue.OfText(end) }
            : throw _server.Invalid($"POST {_path}", "the response has no token that says when it ends");
    }
}
