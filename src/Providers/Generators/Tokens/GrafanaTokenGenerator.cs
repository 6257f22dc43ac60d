using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>
/// A token of a service account of Grafana, which is made if there is none of its name: <c>login</c> and <c>token</c> (spec
/// external-secrets.md 4.5). It lasts until it is revoked, or as long as <c>secondsToLive</c> says.
/// </summary>
internal sealed class GrafanaTokenGenerator : IRevocableGenerator
{
    private const string Provider = "Grafana token generator";
    private const string Accounts = "/api/serviceaccounts";

    private readonly StoreContext _context;
    private readonly TokenServer _server;
    private readonly StoreFields _auth;
    private readonly string _name;
    private readonly string _role;
    private readonly long? _seconds;

    private GrafanaTokenGenerator(StoreFields fields, StoreContext context)
    {
        _context = context;
        fields.RequiredText("url");
        _server = new(fields, "url", "", context);
        _auth = fields.RequiredChild("auth");
        if (!_auth.Has("token") && !_auth.Has("basic"))
        {
            throw _auth.Wrong("", "expected token or basic");
        }

        var account = fields.RequiredChild("serviceAccount");
        (_name, _role) = (account.RequiredText("name"), account.RequiredText("role"));
        _seconds = fields.Integer("secondsToLive") ?? account.Integer("secondsToLive");
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "Grafana", "grafanaSpec", static (spec, context) => new GrafanaTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct) => (await GenerateRevocableAsync(ct)).Data;

    /// <inheritdoc/>
    public async ValueTask<RevocableValues> GenerateRevocableAsync(CancellationToken ct)
    {
        var (id, login) = await AccountAsync(ct);
        var path = string.Create(CultureInfo.InvariantCulture, $"{Accounts}/{id}/tokens");
        using var body = new JsonText().Add("name", NewName());
        if (_seconds is { } seconds)
        {
            body.AddRaw("secondsToLive", seconds.ToString(CultureInfo.InvariantCulture));
        }

        var made = await SendAsync(HttpMethod.Post, path, body.End(), ct) ?? throw _server.Invalid($"POST {path}", "there is no account");
        if (made.Number("id") is not { } token || made.Text("key") is not { Length: > 0 } key)
        {
            throw _server.Invalid($"POST {path}", "the response has no token");
        }

        var account = new MapValue();
        account.Set(new ByteString("id"), Value.Int64(id));
        account.Set(new ByteString("login"), Value.Of(login));
        account.Set(new ByteString("tokenID"), Value.Int64(token));
        var state = new MapValue();
        state.Set(new ByteString("serviceAccount"), Value.Of(account));
        return new(new() { ["login"] = SecretValue.OfText(login), ["token"] = SecretValue.OfText(key) }, state);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeAsync(MapValue state, CancellationToken ct)
    {
        var account = new StoreFields(state, "spec.state", Provider).RequiredChild("serviceAccount");
        var (id, token) = (account.Integer("id"), account.Integer("tokenID"));
        if (id is null || token is null)
        {
            throw account.Wrong("", "it names no token");
        }

        await SendAsync(
            HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"{Accounts}/{id}/tokens/{token}"), null, ct);
    }

    private async ValueTask<(long Id, string Login)> AccountAsync(CancellationToken ct)
    {
        var found = await SendAsync(HttpMethod.Get, $"{Accounts}/search?query={Uri.EscapeDataString(_name)}", null, ct);
        var known = (found?.List("serviceAccounts") ?? []).Where(account => account.Text("name") == _name).Take(1).ToList();
        if (known.Count == 1)
        {
            return Read(known[0], "GET");
        }

        using var body = new JsonText().Add("name", _name).Add("role", _role).End();
        return Read(
            await SendAsync(HttpMethod.Post, Accounts, body, ct) ?? throw _server.Invalid($"POST {Accounts}", "there is nothing"), "POST");
    }

    private (long Id, string Login) Read(JsonFields account, string method) =>
        account.Number("id") is { } id && account.Text("login") is { Length: > 0 } login
            ? (id, login)
            : throw _server.Invalid($"{method} {Accounts}", "the response has no account");

    private async ValueTask<JsonFields?> SendAsync(HttpMethod method, string path, JsonText? body, CancellationToken ct)
    {
        var headers = new HttpHeaderList();
        IHttpAuthenticator? authenticator = null;
        if (_auth.Child("token") is { } token)
        {
            headers["Authorization"] = "Bearer " + await TokenTexts.CredentialAsync(token, _context, ct);
        }
        else
        {
            var basic = _auth.RequiredChild("basic");
            var password = await StoreReferenceFields.SecretKeyAsync(basic.RequiredChild("password"), _context, null, ct);
            authenticator = new HttpCredentials(basic.RequiredText("username"), password.RevealText().TrimEnd('\r', '\n'));
        }

        return await _server.SendAsync(method, path, headers, body, ct, authenticator);
    }

    private string NewName()
    {
        var bytes = new byte[16];
        _context.Host.Random(bytes);
        return new Guid(bytes).ToString();
    }
}
