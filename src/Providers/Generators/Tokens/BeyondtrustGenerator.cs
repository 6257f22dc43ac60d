using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>
/// Credentials that BeyondTrust Workload Credentials makes by a definition of a dynamic secret, such as <c>accessKeyId</c>,
/// <c>secretAccessKey</c>, <c>sessionToken</c>, <c>leaseId</c> and <c>expiration</c> (spec external-secrets.md 4.5). They end by
/// themselves.
/// </summary>
/// <remarks>The interface is that of https://docs.beyondtrust.com/bt-docs/docs/secrets-api, version 2026-02-16.</remarks>
internal sealed class BeyondtrustGenerator : ISecretGenerator
{
    private const string Provider = "BeyondTrust generator";
    private const string ApiVersion = "2026-02-16";

    // What they say of the definition, not of what was made by it.
    private static readonly string[] Descriptive = ["type", "credentialType"];

    private readonly StoreContext _context;
    private readonly StoreFields _settings;
    private readonly StoreFields _token;
    private readonly TokenServer _server;
    private readonly string _path;

    private BeyondtrustGenerator(StoreFields fields, StoreContext context)
    {
        _context = context;
        _settings = fields.RequiredChild("provider");
        _token = _settings.RequiredChild("auth").RequiredChild("apikey").RequiredChild("token");
        var server = _settings.RequiredChild("server");
        _server = new(server, "apiUrl", "https://api.beyondtrust.io/site", context);
        var parts = _settings.RequiredText("folderPath").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts.Any(part => part is "." or ".."))
        {
            throw _settings.Wrong("folderPath", "expected the folder and the name of a dynamic secret, such as team/aws");
        }

        var folder = string.Join('/', parts[..^1]);
        _path = $"/{Uri.EscapeDataString(server.RequiredText("siteId"))}/secrets/dynamic/{Uri.EscapeDataString(parts[^1])}/generate"
            + (folder.Length > 0 ? $"?folder={Uri.EscapeDataString(folder)}" : "");
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "BeyondtrustWorkloadCredentialsDynamicSecret", "beyondtrustWorkloadCredentialsDynamicSecretSpec",
        static (spec, context) => new BeyondtrustGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var headers = new HttpHeaderList();
        headers["Authorization"] = "Bearer " + await TokenTexts.CredentialAsync(_token, _context, ct);
        headers["bt-secrets-api-version"] = ApiVersion;
        var tls = await StoreReferenceFields.TlsAsync(_settings, _context, TlsOptions.Default, ct);
        var answer = await _server.RequireAsync(HttpMethod.Post, _path, headers, null, ct, tls: tls);
        var made = Members(answer.Child("secret").Value.AsMap ?? answer.Value.AsMap ?? new());
        return made.Count > 0 ? made : throw _server.Invalid($"POST {_path.Split('?')[0]}", "the response has no credentials");
    }

    private static SecretMap Members(MapValue secret)
    {
        var made = new SecretMap();
        foreach (var key in secret.SortedKeys)
        {
            var (name, value) = (key.RevealText(), secret[key]);
            if (Array.IndexOf(Descriptive, name) < 0 && !value.IsNil)
            {
                // Maps and lists keep <, > and & as they are.
                made[name] = value is { AsMap: null, AsList: null }
                    ? SecretJson.Typed(value)
                    : new(GoJson.Format(value, GoJsonOptions.Raw));
            }
        }

        return made;
    }
}
