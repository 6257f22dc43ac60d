using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>
/// A deploy token of a project or group of GitLab: <c>username</c> and <c>token</c> (spec external-secrets.md 4.5). It lasts until it is
/// revoked.
/// </summary>
internal sealed class GitlabTokenGenerator : IRevocableGenerator
{
    private const string Provider = "GitLab token generator";

    private readonly StoreContext _context;
    private readonly StoreFields _fields;
    private readonly StoreFields _token;
    private readonly string _path;

    private GitlabTokenGenerator(StoreFields fields, StoreContext context)
    {
        (_fields, _context) = (fields, context);
        _token = fields.RequiredChild("auth").RequiredChild("token").RequiredChild("secretRef");
        _path = PathOf(fields) ?? throw fields.Wrong("", "exactly one of projectID or groupID must be set");
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "GitlabDeployToken", "gitlabDeployTokenSpec",
        static (spec, context) => new GitlabTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct) => (await GenerateRevocableAsync(ct)).Data;

    /// <inheritdoc/>
    public async ValueTask<RevocableValues> GenerateRevocableAsync(CancellationToken ct)
    {
        using var body = new JsonText().Add("name", _fields.RequiredText("name"))
            .AddRaw("scopes", TokenTexts.List(_fields.Texts("scopes")));
        foreach (var (member, field) in ((string, string)[])[("username", "username"), ("expires_at", "expiresAt")])
        {
            if (_fields.Text(field) is { Length: > 0 } text)
            {
                body.Add(member, text);
            }
        }

        var server = ServerOf(_fields);
        var answer = await server.RequireAsync(HttpMethod.Post, _path, await HeadersAsync(ct), body.End(), ct);
        if (answer.Number("id") is not { } id || answer.Text("token") is not { Length: > 0 } token)
        {
            throw server.Invalid($"POST {_path}", "the response has no token");
        }

        var state = new MapValue();
        foreach (var field in (string[])["url", "projectID", "groupID"])
        {
            state.Set(new ByteString(field), Value.Of(_fields.Text(field)));
        }

        state.Set(new ByteString("tokenID"), Value.Int64(id));
        var data = new SecretMap
        {
            ["username"] = SecretValue.OfText(answer.Text("username") ?? ""),
            ["token"] = SecretValue.OfText(token),
        };
        return new(data, state);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAsync(MapValue state, CancellationToken ct)
    {
        // Where the token was made, whatever the settings say now.
        var made = new StoreFields(state, "spec.state", Provider);
        var id = made.Integer("tokenID") ?? throw made.Wrong("tokenID", "it is missing");
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{PathOf(made) ?? throw made.Wrong("", "it names no project or group")}/{id}");
        await ServerOf(made).SendAsync(HttpMethod.Delete, path, await HeadersAsync(ct), null, ct);
    }

    private static string? PathOf(StoreFields fields) => (fields.Text("projectID"), fields.Text("groupID")) switch
    {
        ({ Length: > 0 } project, "") => $"/api/v4/projects/{Uri.EscapeDataString(project)}/deploy_tokens",
        ("", { Length: > 0 } group) => $"/api/v4/groups/{Uri.EscapeDataString(group)}/deploy_tokens",
        _ => null,
    };

    private TokenServer ServerOf(StoreFields fields) => new(fields, "url", "https://gitlab.com", _context);

    private async ValueTask<HttpHeaderList> HeadersAsync(CancellationToken ct)
    {
        var headers = new HttpHeaderList();
        headers["PRIVATE-TOKEN"] = await TokenTexts.CredentialAsync(_token, _context, ct);
        return headers;
    }
}
