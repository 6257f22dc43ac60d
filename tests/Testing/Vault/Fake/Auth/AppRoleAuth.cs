using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Roles of machines with their secret ids.</summary>
internal sealed class AppRoleAuth : IFakeEngine
{
    private readonly SortedDictionary<string, Role> _roles = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var names = call.Path.TrimEnd('/').Split('/');
        return names switch
        {
            ["login"] => LogIn(call, vault),
            ["role"] when call.Operation == VaultOperation.List => VaultReply.Keys(_roles.Keys),
            ["role", var name] => OfRole(call, name),
            ["role", var name, "role-id"] => RoleId(call, name),
            ["role", var name, "secret-id"] when call.Operation == VaultOperation.List =>
                VaultReply.Keys(Known(name).Secrets.Select(secret => secret.Accessor)),
            ["role", var name, "secret-id" or "custom-secret-id"] => Add(call, name),
            ["role", var name, "secret-id", "lookup"] => Lookup(call, Find(name, call.Text("secret_id"), null, call.Now)),
            ["role", var name, "secret-id-accessor", "lookup"] => Lookup(call, Find(name, null, call.Text("secret_id_accessor"), call.Now)),
            ["role", var name, "secret-id", "destroy"] => Destroy(name, call.Text("secret_id"), null),
            ["role", var name, "secret-id-accessor", "destroy"] => Destroy(name, null, call.Text("secret_id_accessor")),
            _ => null,
        };
    }

    private VaultReply LogIn(VaultCall call, FakeVault vault)
    {
        if (call.Text("role_id")?.Trim() is not { Length: > 0 } id)
        {
            throw new VaultRefusal(500, "missing role_id");
        }

        if (_roles.FirstOrDefault(role => role.Value.Id == id) is not { Key: { } name } entry)
        {
            throw new VaultRefusal(400, "invalid role or secret ID");
        }

        if (call.Text("secret_id")?.Trim() is not { Length: > 0 } text)
        {
            throw new VaultRefusal(400, "missing secret_id");
        }

        var secret = Find(name, text, null, call.Now) ?? throw new VaultRefusal(400, "invalid role or secret ID");
        if (secret.Uses > 0 && --secret.Uses == 0)
        {
            entry.Value.Secrets.Remove(secret);
        }

        var meta = (JsonObject)secret.Metadata.DeepClone();
        meta["role_name"] = name;
        return entry.Value.Tokens.LogIn(call, vault, "approle " + id, "approle", meta);
    }

    private VaultReply OfRole(VaultCall call, string name)
    {
        switch (call.Operation)
        {
            case VaultOperation.Read:
                if (!_roles.TryGetValue(name, out var role))
                {
                    return VaultReply.Nothing;
                }

                var data = role.Tokens.Describe();
                data["bind_secret_id"] = true;
                data["local_secret_ids"] = false;
                data["secret_id_bound_cidrs"] = null;
                data["secret_id_num_uses"] = role.SecretUses;
                data["secret_id_ttl"] = (long)role.SecretTtl.TotalSeconds;
                return VaultReply.Of(data);
            case VaultOperation.Delete:
                _roles.Remove(name);
                return VaultReply.NoContent;
            default:
                _roles[name] = new(_roles.GetValueOrDefault(name)?.Id ?? Guid.NewGuid().ToString(), LoginRole.Of(call))
                {
                    SecretTtl = call.Duration("secret_id_ttl") ?? TimeSpan.Zero,
                    SecretUses = (int?)call.Number("secret_id_num_uses") ?? 0,
                };
                return VaultReply.NoContent;
        }
    }

    private VaultReply RoleId(VaultCall call, string name)
    {
        if (!_roles.TryGetValue(name, out var role))
        {
            return VaultReply.Nothing;
        }

        if (call.Operation == VaultOperation.Update)
        {
            role.Id = call.Text("role_id") ?? role.Id;
            return VaultReply.NoContent;
        }

        return VaultReply.Of(new JsonObject { ["role_id"] = role.Id });
    }

    private VaultReply Add(VaultCall call, string name)
    {
        var role = Known(name);
        var secret = new SecretId(call.Text("secret_id") ?? Guid.NewGuid().ToString(), call.Now)
        {
            Uses = role.SecretUses,
            Ends = role.SecretTtl > TimeSpan.Zero ? call.Now + role.SecretTtl : null,
            Metadata = call.Text("metadata") is { Length: > 0 } text ? (JsonObject)JsonNode.Parse(text)! : [],
        };
        role.Secrets.Add(secret);
        return VaultReply.Of(new JsonObject
        {
            ["secret_id"] = secret.Id,
            ["secret_id_accessor"] = secret.Accessor,
            ["secret_id_num_uses"] = role.SecretUses,
            ["secret_id_ttl"] = (long)role.SecretTtl.TotalSeconds,
        });
    }

    private static VaultReply Lookup(VaultCall call, SecretId? secret) => secret is null ? call.Text("secret_id") is null
        ? VaultReply.Error(404, "failed to find accessor entry for secret_id_accessor") : new VaultReply(204)
        : VaultReply.Of(new JsonObject
        {
            ["cidr_list"] = new JsonArray(),
            ["creation_time"] = VaultTime.Text(secret.Created),
            ["expiration_time"] = VaultTime.Text(secret.Ends ?? DateTimeOffset.MinValue),
            ["last_updated_time"] = VaultTime.Text(secret.Created),
            ["metadata"] = secret.Metadata.DeepClone(),
            ["secret_id_accessor"] = secret.Accessor,
            ["secret_id_num_uses"] = secret.Uses,
            ["secret_id_ttl"] = (long)((secret.Ends - secret.Created) ?? TimeSpan.Zero).TotalSeconds,
            ["token_bound_cidrs"] = new JsonArray(),
        });

    private VaultReply Destroy(string name, string? id, string? accessor)
    {
        Known(name).Secrets.RemoveAll(secret => secret.Id == id || secret.Accessor == accessor);
        return VaultReply.NoContent;
    }

    private Role Known(string name) => _roles.GetValueOrDefault(name)
        ?? throw new VaultRefusal(404, $"role \"{name}\" does not exist");

    private SecretId? Find(string name, string? id, string? accessor, DateTimeOffset now) =>
        Known(name).Secrets.Find(secret => (secret.Id == id || secret.Accessor == accessor) && !(secret.Ends <= now));

    private sealed class Role(string id, LoginRole tokens)
    {
        public string Id { get; set; } = id;

        public LoginRole Tokens => tokens;

        public TimeSpan SecretTtl { get; init; }

        public int SecretUses { get; init; }

        public List<SecretId> Secrets { get; } = [];
    }

    private sealed class SecretId(string id, DateTimeOffset created)
    {
        public string Id => id;

        public DateTimeOffset Created => created;

        public string Accessor { get; } = Guid.NewGuid().ToString();

        public int Uses { get; set; }

        public DateTimeOffset? Ends { get; init; }

        public JsonObject Metadata { get; init; } = [];
    }
}
