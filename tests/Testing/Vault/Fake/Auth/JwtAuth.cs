using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Tokens of another issuer, checked with its public keys.</summary>
internal sealed class JwtAuth : IFakeEngine
{
    private const string Invalid = "error validating token: ";

    private readonly SortedDictionary<string, Role> _roles = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _keys = [];
    private string _issuer = "";
    private string _defaultRole = "";

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault vault) => call.Path.TrimEnd('/').Split('/') switch
    {
        ["login"] => LogIn(call, vault),
        ["config"] => Config(call),
        ["role"] when call.Operation == VaultOperation.List => VaultReply.Keys(_roles.Keys),
        ["role", var name] => OfRole(call, name),
        _ => null,
    };

    private VaultReply Config(VaultCall call)
    {
        if (call.Operation == VaultOperation.Update)
        {
            _keys = call.Texts("jwt_validation_pubkeys") ?? [];
            _issuer = call.Text("bound_issuer") ?? "";
            _defaultRole = call.Text("default_role") ?? "";
            return VaultReply.NoContent;
        }

        return VaultReply.Of(new JsonObject
        {
            ["bound_issuer"] = _issuer,
            ["default_role"] = _defaultRole,
            ["jwks_ca_pem"] = "",
            ["jwks_url"] = "",
            ["jwt_supported_algs"] = new JsonArray(),
            ["jwt_validation_pubkeys"] = new JsonArray([.. _keys.Select(key => (JsonNode)key)]),
            ["namespace_in_state"] = true,
            ["oidc_client_id"] = "",
            ["oidc_discovery_ca_pem"] = "",
            ["oidc_discovery_url"] = "",
            ["oidc_response_mode"] = "",
            ["oidc_response_types"] = new JsonArray(),
            ["override_allowed_server_names"] = new JsonArray(),
            ["provider_config"] = new JsonObject(),
            ["status"] = "valid",
        });
    }

    private VaultReply OfRole(VaultCall call, string name)
    {
        if (call.Operation == VaultOperation.Update)
        {
            _roles[name] = new(LoginRole.Of(call))
            {
                Audiences = call.Texts("bound_audiences") ?? [],
                Subject = call.Text("bound_subject") ?? "",
                UserClaim = call.Text("user_claim") ?? "sub",
                Claims = call.Body?["bound_claims"]?.DeepClone() as JsonObject,
            };
            return VaultReply.NoContent;
        }

        if (!_roles.TryGetValue(name, out var role))
        {
            return VaultReply.Nothing;
        }

        var data = role.Tokens.Describe();
        foreach (var (field, value) in role.Describe())
        {
            data[field] = value?.DeepClone();
        }

        return VaultReply.Of(data);
    }

    private VaultReply LogIn(VaultCall call, FakeVault vault)
    {
        var name = call.Text("role") ?? (_defaultRole.Length > 0 ? _defaultRole : throw new VaultRefusal(400, "missing role"));
        if (!_roles.TryGetValue(name, out var role))
        {
            throw new VaultRefusal(400, $"role \"{name}\" could not be found");
        }

        if (call.Text("jwt") is not { Length: > 0 } token)
        {
            throw new VaultRefusal(400, "missing token");
        }

        const string Signature = Invalid + "error verifying token signature: ";
        if (FakeJwt.Claims(token) is not { } claims)
        {
            throw new VaultRefusal(400, Signature + "go-jose/go-jose: compact JWS format must have three parts");
        }

        if (!_keys.Any(key => FakeJwt.IsSignedBy(token, key)))
        {
            throw new VaultRefusal(400, Signature + "no known key successfully validated the token signature");
        }

        Check(role, claims, call.Now);
        var user = (string?)claims[role.UserClaim] ?? throw new VaultRefusal(400, $"claim \"{role.UserClaim}\" not found in token");
        return role.Tokens.LogIn(call, vault, "jwt " + user, "jwt-" + user, new() { ["role"] = name });
    }

    private void Check(Role role, JsonObject claims, DateTimeOffset now)
    {
        if (_issuer.Length > 0 && (string?)claims["iss"] != _issuer)
        {
            throw new VaultRefusal(400, Invalid + "invalid issuer (iss) claim");
        }

        if (role.Subject.Length > 0 && (string?)claims["sub"] != role.Subject)
        {
            throw new VaultRefusal(400, Invalid + "invalid subject (sub) claim");
        }

        if (role.Audiences.Count > 0 && !role.Audiences.Intersect(FakeJwt.Audiences(claims)).Any())
        {
            throw new VaultRefusal(400, Invalid + "invalid audience (aud) claim: audience claim does not match any expected audience");
        }

        if (FakeJwt.IsExpired(claims, now))
        {
            throw new VaultRefusal(400, Invalid + "invalid expiration time (exp) claim: token is expired");
        }

        foreach (var (name, wanted) in role.Claims ?? [])
        {
            var found = claims[name] ?? throw new VaultRefusal(400, $"error validating claims: claim \"{name}\" is missing");
            var allowed = wanted is JsonArray list ? list.Select(item => item?.ToString()) : [wanted?.ToString()];
            if (!allowed.Contains(found.ToString()))
            {
                throw new VaultRefusal(400, $"error validating claims: claim \"{name}\" does not match any associated bound claim values");
            }
        }
    }

    private sealed record Role(LoginRole Tokens)
    {
        public IReadOnlyList<string> Audiences { get; init; } = [];

        public string Subject { get; init; } = "";

        public string UserClaim { get; init; } = "sub";

        public JsonObject? Claims { get; init; }

        public JsonObject Describe() => new()
        {
            ["allowed_redirect_uris"] = null,
            ["bound_audiences"] = new JsonArray([.. Audiences.Select(name => (JsonNode)name)]),
            ["bound_claims"] = Claims?.DeepClone(),
            ["bound_claims_type"] = "string",
            ["bound_subject"] = Subject,
            ["callback_mode"] = "client",
            ["claim_mappings"] = null,
            ["clock_skew_leeway"] = 0,
            ["expiration_leeway"] = 0,
            ["groups_claim"] = "",
            ["max_age"] = 0,
            ["not_before_leeway"] = 0,
            ["oauth2_metadata"] = null,
            ["oidc_disable_confirmation"] = false,
            ["oidc_scopes"] = null,
            ["role_type"] = "jwt",
            ["token_policies_template_claims"] = false,
            ["user_claim"] = UserClaim,
            ["user_claim_json_pointer"] = false,
            ["verbose_oidc_logging"] = false,
        };
    }
}
