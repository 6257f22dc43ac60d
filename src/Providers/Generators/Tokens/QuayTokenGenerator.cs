using SecretsKit.Platform.Http;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>
/// A token of a robot account of Quay for a token of a service account: <c>registry</c>, <c>auth</c> as registries' configurations have it,
/// and <c>expiry</c> (spec external-secrets.md 4.5).
/// </summary>
internal sealed class QuayTokenGenerator : ISecretGenerator
{
    private const string Provider = "Quay token generator";
    private const string Path = "/oauth2/federation/robot/token";

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly TokenServer _server;
    private readonly string _robot;

    private QuayTokenGenerator(StoreFields fields, StoreContext context)
    {
        (_fields, _context) = (fields, context);
        _server = new(fields, "url", "quay.io", context);
        _robot = fields.RequiredText("robotAccount");
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "QuayAccessToken", "quayAccessTokenSpec",
        static (spec, context) => new QuayTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var proof = await TokenTexts.OfAccountAsync(_fields, _context, ct);
        var answer = await _server.RequireAsync(
            HttpMethod.Get, Path, [], null, ct, new HttpCredentials(_robot, proof.RevealText()));
        return answer.Text("token") is { Length: > 0 } token && TokenTexts.EndOf(token) is { } end
            ? new()
            {
                ["registry"] = SecretValue.OfText(_server.Authority),
                ["auth"] = TokenTexts.Pair(_robot, token),
                ["expiry"] = SecretValue.OfText(end),
            }
            : throw _server.Invalid($"GET {Path}", "the response has no token that says when it ends");
    }
}
