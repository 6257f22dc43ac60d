using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Service accounts of Kubernetes; who they are says <see cref="FakeVault.ReviewToken"/>, in place of an API server.</summary>
internal sealed class KubernetesAuth(FakeVault vault) : IFakeEngine
{
    private readonly SortedDictionary<string, Role> _roles = new(StringComparer.Ordinal);
    private JsonObject? _config;

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault server) => call.Path.TrimEnd('/').Split('/') switch
    {
        ["login"] => LogIn(call),
        ["config"] => Config(call),
        ["role"] when call.Operation == VaultOperation.List => VaultReply.Keys(_roles.Keys),
        ["role", var name] => OfRole(call, name),
        _ => null,
    };

    private VaultReply Config(VaultCall call)
    {
        if (call.Operation != VaultOperation.Update)
        {
            return _config is null ? VaultReply.Nothing : VaultReply.Of(_config.DeepClone());
        }

        if (call.Text("kubernetes_ca_cert") is not { Length: > 0 } && call.Flag("disable_local_ca_jwt") == true)
        {
            throw new VaultRefusal(400, "kubernetes_ca_cert must be given when disable_local_ca_jwt is true");
        }

        _config = new JsonObject
        {
            ["disable_iss_validation"] = true,
            ["disable_local_ca_jwt"] = call.Flag("disable_local_ca_jwt") ?? false,
            ["issuer"] = "",
            ["kubernetes_ca_cert"] = call.Text("kubernetes_ca_cert") ?? "",
            ["kubernetes_host"] = call.Text("kubernetes_host") ?? "",
            ["pem_keys"] = new JsonArray(),
            ["token_reviewer_jwt_set"] = call.Text("token_reviewer_jwt") is { Length: > 0 },
        };
        return VaultReply.NoContent;
    }

    private VaultReply OfRole(VaultCall call, string name)
    {
        if (call.Operation == VaultOperation.Update)
        {
            _roles[name] = new(LoginRole.Of(call))
            {
                Names = call.Texts("bound_service_account_names") ?? [],
                Namespaces = call.Texts("bound_service_account_namespaces") ?? [],
                Audience = call.Text("audience") ?? "",
            };
            return VaultReply.NoContent;
        }

        if (!_roles.TryGetValue(name, out var role))
        {
            return VaultReply.Nothing;
        }

        var data = role.Tokens.Describe();
        data["alias_name_source"] = "serviceaccount_uid";
        data["audience"] = role.Audience;
        data["bound_service_account_names"] = new JsonArray([.. role.Names.Select(text => (JsonNode)text)]);
        data["bound_service_account_namespace_selector"] = "";
        data["bound_service_account_namespaces"] = new JsonArray([.. role.Namespaces.Select(text => (JsonNode)text)]);
        return VaultReply.Of(data);
    }

    private VaultReply LogIn(VaultCall call)
    {
        if (call.Text("jwt") is not { Length: > 0 } token)
        {
            throw new VaultRefusal(400, "missing jwt");
        }

        if (call.Text("role") is not { Length: > 0 } name)
        {
            throw new VaultRefusal(400, "missing role");
        }

        if (!_roles.TryGetValue(name, out var role))
        {
            throw new VaultRefusal(400, $"invalid role name \"{name}\"");
        }

        if (_config is null)
        {
            throw new VaultRefusal(500, "could not load backend configuration");
        }

        if (FakeJwt.Claims(token) is not { } claims || claims["kubernetes.io"] is not JsonObject own)
        {
            return VaultReply.Unauthenticated;
        }

        var (account, ns) = ((string?)own["serviceaccount"]?["name"] ?? "", (string?)own["namespace"] ?? "");
        Check(role, claims, account, ns, call.Now);
        string[] audiences = role.Audience.Length > 0 ? [role.Audience] : [];
        if ((bool?)vault.ReviewToken?.Invoke(token, audiences)?["status"]?["authenticated"] != true)
        {
            return VaultReply.Unauthenticated;
        }

        var uid = (string?)own["serviceaccount"]?["uid"] ?? "";
        return role.Tokens.LogIn(call, vault, "kubernetes " + uid, $"kubernetes-{ns}-{account}", new()
        {
            ["role"] = name,
            ["service_account_name"] = account,
            ["service_account_namespace"] = ns,
            ["service_account_secret_name"] = "",
            ["service_account_uid"] = uid,
        });
    }

    private static void Check(Role role, JsonObject claims, string account, string ns, DateTimeOffset now)
    {
        if (!role.Names.Contains(account) && !role.Names.Contains("*"))
        {
            throw new VaultRefusal(403, "service account name not authorized");
        }

        if (!role.Namespaces.Contains(ns) && !role.Namespaces.Contains("*"))
        {
            throw new VaultRefusal(403, "namespace not authorized");
        }

        if (role.Audience.Length > 0 && !FakeJwt.Audiences(claims).Contains(role.Audience))
        {
            throw new VaultRefusal(403, "invalid audience (aud) claim: audience claim does not match any expected audience");
        }

        if (FakeJwt.IsExpired(claims, now))
        {
            throw new VaultRefusal(403, "invalid expiration time (exp) claim: token is expired");
        }
    }

    private sealed record Role(LoginRole Tokens)
    {
        public IReadOnlyList<string> Names { get; init; } = [];

        public IReadOnlyList<string> Namespaces { get; init; } = [];

        public string Audience { get; init; } = "";
    }
}
