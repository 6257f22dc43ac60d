using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Ssh;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>A token of an installation of a GitHub App, in <c>token</c> (spec external-secrets.md 4.5). It ends by itself.</summary>
internal sealed class GithubTokenGenerator : ISecretGenerator
{
    private const string Provider = "GitHub token generator";
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly StoreContext _context;
    private readonly TokenServer _server;
    private readonly StoreFields _key;
    private readonly string _app;
    private readonly string _installation;
    private readonly IReadOnlyList<string> _repositories;
    private readonly IReadOnlyDictionary<string, string> _permissions;

    private GithubTokenGenerator(StoreFields fields, StoreContext context)
    {
        _context = context;
        _server = new(fields, "url", "https://api.github.com", context);
        _key = fields.RequiredChild("auth").RequiredChild("privateKey").RequiredChild("secretRef");
        (_app, _installation) = (fields.RequiredText("appID"), fields.RequiredText("installID"));
        (_repositories, _permissions) = (fields.Texts("repositories"), fields.TextMap("permissions"));
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "GithubAccessToken", "githubAccessTokenSpec",
        static (spec, context) => new GithubTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var pem = await StoreReferenceFields.SecretKeyAsync(_key, _context, null, ct);
        var headers = new HttpHeaderList();
        headers["Authorization"] = "Bearer " + Assertion(pem);
        headers["Accept"] = "application/vnd.github.v3+json";
        headers["User-Agent"] = "secretskit";
        using var body = Limits();
        var path = $"/app/installations/{Uri.EscapeDataString(_installation)}/access_tokens";
        var answer = await _server.RequireAsync(HttpMethod.Post, path, headers, body, ct);
        return answer.Text("token") is { Length: > 0 } token
            ? new() { ["token"] = SecretValue.OfText(token) }
            : throw _server.Invalid($"POST {path}", "the response has no token");
    }

    // What the token may do; without it, all that the installation may.
    private JsonText? Limits()
    {
        if (_repositories.Count == 0 && _permissions.Count == 0)
        {
            return null;
        }

        var body = new JsonText();
        if (_permissions.Count > 0)
        {
            body.AddRaw(
                "permissions",
                $"{{{string.Join(',', _permissions.Select(row => $"{TokenTexts.Quoted(row.Key)}:{TokenTexts.Quoted(row.Value)}"))}}}");
        }

        if (_repositories.Count > 0)
        {
            body.AddRaw("repositories", TokenTexts.List(_repositories));
        }

        return body.End();
    }

    // Signed by the app's key; the server's clock may be behind.
    private string Assertion(SecretValue key)
    {
        var now = _context.Host.Clock.GetUtcNow();
        var (issued, ends) = ((now - ClockDifference).ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds());
        var claims = string.Create(
            CultureInfo.InvariantCulture, $"{{\"iss\":{TokenTexts.Quoted(_app)},\"exp\":{ends},\"iat\":{issued}}}");
        var text = Encoded("""{"alg":"RS256","typ":"JWT"}""") + "." + Encoded(claims);
        using var pem = PemBlock.Find(key.Bytes.Span);
        using var signer = pem is { IsEncrypted: false, Label: "PRIVATE KEY" or "RSA PRIVATE KEY" }
            ? RsaSha256Signer.TryCreate(pem.Content.Span, pem.Label == "RSA PRIVATE KEY") : null;
        return signer is null
            ? throw new ProviderException(
                new(ProviderFault.InvalidSettings, Provider, "sign", _key.RequiredText("name")), $"the private key is no RSA key in PEM")
            : $"{text}.{Base64Url.EncodeToString(signer.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
