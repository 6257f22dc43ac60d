using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Vault.Fake.Engines;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>The paths below <c>sys/</c> that need a token.</summary>
internal static class FakeSystem
{
    private const string Queued =
        "Mount move has been queued. Progress will be reported in OpenBao's server log, tagged with the returned migration_id";

    public static VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var names = call.Path.TrimEnd('/').Split('/');
        return names switch
        {
            ["mounts", ..] => Mounts(call, call.Path["mounts".Length..].Trim('/')),
            ["auth", ..] => Auths(call, vault, call.Path["auth".Length..].Trim('/')),
            ["internal", "ui", "mounts", ..] => Preflight(call, call.Path["internal/ui/mounts".Length..].Trim('/')),
            ["remount"] => Remount(call),
            ["policies", "acl"] => VaultReply.Keys(call.Namespace.Policies.Names),
            ["policies", "acl", var name] => Policy(call, name, "policy"),
            ["policy", var name] => Policy(call, name, "rules"),
            ["capabilities" or "capabilities-self"] => Capabilities(call, vault),
            ["leases", var what] => vault.Leases.Handle(call, what),
            ["namespaces"] => VaultReply.Keys(vault.Namespaces.Select(name => name + "/")),
            ["namespaces", ..] => Namespace(call, vault, call.Path["namespaces/".Length..].Trim('/')),
            ["tools", "random", ..] => FakeTools.Random(call, names.ElementAtOrDefault(2)),
            ["tools", "hash", ..] => FakeTools.Hash(call, names.ElementAtOrDefault(2)),
            ["ha-status"] => HaStatus(vault, call.Now),
            ["seal"] => Seal(vault),
            ["step-down"] => VaultReply.NoContent,
            _ => null,
        };
    }

    private static VaultReply? Mounts(VaultCall call, string path)
    {
        var mounts = call.Namespace.Mounts;
        if (path.EndsWith("/tune", StringComparison.Ordinal))
        {
            return Tune(call, path[..^"/tune".Length] + "/");
        }

        var name = path + "/";
        switch (call.Operation)
        {
            case VaultOperation.Read when path.Length == 0:
                return VaultReply.Twice(All(mounts));
            case VaultOperation.Read:
                return mounts.TryGetValue(name, out var mount) ? VaultReply.Twice(mount.Describe())
                    : throw new VaultRefusal(400, $"No secret engine mount at {name}");
            case VaultOperation.Delete:
                mounts.Remove(name);
                return VaultReply.NoContent;
            case VaultOperation.Update:
                if (mounts.ContainsKey(name))
                {
                    throw new VaultRefusal(400, $"path is already in use at {name}");
                }

                mounts[name] = FakeNamespace.Create(call.Text("type") ?? "", call);
                return VaultReply.NoContent;
            default:
                return VaultReply.Unsupported;
        }
    }

    private static VaultReply Tune(VaultCall call, string name)
    {
        if (!call.Namespace.Mounts.TryGetValue(name, out var mount))
        {
            throw new VaultRefusal(400, $"No secret engine mount at {name}");
        }

        if (call.Operation == VaultOperation.Read)
        {
            var data = new JsonObject
            {
                ["default_lease_ttl"] = 2764800,
                ["description"] = mount.Description,
                ["force_no_cache"] = false,
                ["max_lease_ttl"] = 2764800,
            };
            if (mount.Options is not null)
            {
                data["options"] = mount.Options.DeepClone();
            }

            return VaultReply.Twice(data);
        }

        if ((string?)(call.Body?["options"] as JsonObject)?["version"] == "2" && mount.Engine is KvV1Engine old)
        {
            mount.Engine = KvV2Engine.Of(old, call.Now);
            mount.Options = new JsonObject { ["version"] = "2" };
        }

        mount.Description = call.Text("description") ?? mount.Description;
        return VaultReply.NoContent;
    }

    private static VaultReply Auths(VaultCall call, FakeVault vault, string path)
    {
        var (auths, name) = (call.Namespace.Auths, path + "/");
        switch (call.Operation)
        {
            case VaultOperation.Read when path.Length == 0:
                return VaultReply.Twice(All(auths));
            case VaultOperation.Read:
                return auths.TryGetValue(name, out var auth) ? VaultReply.Twice(auth.Describe())
                    : throw new VaultRefusal(400, $"No auth engine at {name}");
            case VaultOperation.Delete:
                auths.Remove(name);
                vault.Tokens.RevokeWhere(token => token.Mount == name);
                return VaultReply.NoContent;
            default:
                if (auths.ContainsKey(name))
                {
                    throw new VaultRefusal(400, $"path is already in use at {name}");
                }

                auths[name] = FakeNamespace.CreateAuth(call.Text("type") ?? "", call, vault);
                return VaultReply.NoContent;
        }
    }

    private static VaultReply Preflight(VaultCall call, string path)
    {
        var (space, policies) = (call.Namespace, call.Token!.Policies);
        if (path.Length == 0)
        {
            var visible = new SortedDictionary<string, FakeMount>(space.Mounts, StringComparer.Ordinal);
            foreach (var name in space.Mounts.Keys.Where(name => !space.Policies.Reaches(policies, name)))
            {
                visible.Remove(name);
            }

            return VaultReply.Of(new JsonObject { ["auth"] = All(space.Auths), ["secret"] = All(visible) });
        }

        return space.MountOf(path) is { } mount && space.Policies.Reaches(policies, mount)
            ? VaultReply.Of(space.Mounts[mount].Describe(mount))
            : throw new VaultRefusal(403,
                $"preflight capability check returned 403, please ensure client's policies grant access to path \"{path}/\"");
    }

    private static VaultReply Remount(VaultCall call)
    {
        var (from, to) = ((call.Text("from") ?? "").Trim('/') + "/", (call.Text("to") ?? "").Trim('/') + "/");
        if (!call.Namespace.Mounts.Remove(from, out var mount))
        {
            throw new VaultRefusal(400, $"no matching mount at \"{from}\"");
        }

        call.Namespace.Mounts[to] = mount;
        return VaultReply.Twice(new JsonObject { ["migration_id"] = Guid.NewGuid().ToString() }, Queued);
    }

    private static VaultReply Policy(VaultCall call, string name, string field)
    {
        var policies = call.Namespace.Policies;
        switch (call.Operation)
        {
            case VaultOperation.Read:
                if (policies.Find(name) is not { } policy)
                {
                    return VaultReply.Nothing;
                }

                var data = new JsonObject
                {
                    ["allow_slashes_in_identity_templates"] = false,
                    ["allow_wildcards_in_identity_templates"] = false,
                    ["cas_required"] = false,
                    ["modified"] = VaultTime.Text(policy.Modified),
                    ["name"] = name,
                    [field] = policy.Text,
                    ["version"] = 1,
                };
                return field == "rules" ? VaultReply.Twice(data) : VaultReply.Of(data);
            case VaultOperation.Delete:
                policies.Remove(name);
                return VaultReply.NoContent;
            default:
                policies.Set(name, call.Text("policy") ?? call.Text("rules") ?? "", call.Now);
                return VaultReply.NoContent;
        }
    }

    private static VaultReply Capabilities(VaultCall call, FakeVault vault)
    {
        var token = call.Path == "capabilities-self" ? call.Token!
            : vault.Tokens.Find(call.Text("token") ?? "", call.Now) ?? throw new VaultRefusal(400, "invalid token");
        var paths = call.Texts("paths") ?? call.Texts("path") ?? [];
        var data = new JsonObject();
        foreach (var path in paths)
        {
            data[path] = new JsonArray([.. call.Namespace.Policies.Capabilities(token.Policies, path).Select(name => (JsonNode)name)]);
        }

        if (paths.Count == 1)
        {
            data["capabilities"] = data[paths[0]]!.DeepClone();
        }

        return VaultReply.Twice(data);
    }

    private static VaultReply Namespace(VaultCall call, FakeVault vault, string name)
    {
        if (call.Operation == VaultOperation.Delete)
        {
            vault.RemoveNamespace(name);
            return VaultReply.NoContent;
        }

        if (call.Operation == VaultOperation.Update)
        {
            vault.AddNamespace(name);
        }

        return VaultReply.Of(new JsonObject { ["id"] = FakeTokens.Letters(6), ["path"] = name + "/" });
    }

    private static VaultReply HaStatus(FakeVault vault, DateTimeOffset now)
    {
        JsonObject Node(string address, bool isActive, bool isCluster)
        {
            var node = new JsonObject
            {
                ["hostname"] = "fake",
                ["api_address"] = address,
                ["cluster_address"] = "https://127.0.0.1:" + (isActive ? "8201" : "8203"),
                ["active_node"] = isActive,
                ["last_echo"] = isActive ? null : VaultTime.Text(now),
                ["version"] = "2.0.0",
            };
            if (isCluster)
            {
                node["upgrade_version"] = "2.0.0";
            }

            return node;
        }

        var isCluster = vault.IsCluster;
        var nodes = new JsonArray(Node(vault.StandbyOf ?? vault.Url, true, isCluster));
        if (isCluster)
        {
            nodes.Add(Node("https://127.0.0.1:8202", false, true));
        }

        return VaultReply.Twice(new JsonObject { ["nodes"] = nodes });
    }

    private static VaultReply Seal(FakeVault vault)
    {
        vault.IsSealed = true;
        return VaultReply.NoContent;
    }

    private static JsonObject All(SortedDictionary<string, FakeMount> mounts) =>
        new(mounts.Select(mount => KeyValuePair.Create(mount.Key, (JsonNode?)mount.Value.Describe())));
}

/// <summary>The paths below <c>sys/</c> that need no token, in whichever state the server is.</summary>
internal static class FakeState
{
    private const string Version = "2.0.0";
    private const string ClusterName = "vault-cluster-fake";

    public static VaultReply? Handle(VaultCall call, FakeVault vault) => call.Path switch
    {
        "sys/health" => Health(call, vault),
        "sys/seal-status" => VaultReply.Bare(SealStatus(vault)),
        "sys/leader" => VaultReply.Bare(Leader(vault)),
        "sys/init" when call.Operation == VaultOperation.Read => VaultReply.Bare(new JsonObject { ["initialized"] = vault.IsInitialized }),
        "sys/init" => throw new VaultRefusal(400, "Vault is already initialized"),
        "sys/unseal" => Unseal(vault),
        _ => null,
    };

    private static VaultReply Health(VaultCall call, FakeVault vault)
    {
        var isStandby = vault.StandbyOf is not null;
        var (status, code) = !vault.IsInitialized ? (501, "uninitcode") : vault.IsSealed ? (503, "sealedcode")
            : isStandby ? (429, "standbycode") : (200, "activecode");
        status = isStandby && !vault.IsSealed && call.Query.GetValueOrDefault("standbyok") == "true" ? 200 : status;
        status = call.Query.TryGetValue(code, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : status;
        var isInactive = vault.IsSealed || isStandby;
        var body = new JsonObject
        {
            ["initialized"] = vault.IsInitialized,
            ["sealed"] = vault.IsSealed,
            ["standby"] = isInactive,
            ["replication_performance_mode"] = isInactive ? "unknown" : vault.IsCluster ? "primary" : "disabled",
            ["replication_dr_mode"] = isInactive ? "unknown" : "disabled",
            ["server_time_utc"] = call.Now.ToUnixTimeSeconds(),
            ["version"] = Version,
        };
        if (!vault.IsSealed)
        {
            (body["cluster_name"], body["cluster_id"]) = (ClusterName, vault.ClusterId);
        }

        return VaultReply.Bare(body, status);
    }

    private static JsonObject SealStatus(FakeVault vault)
    {
        var body = new JsonObject
        {
            ["type"] = "shamir",
            ["initialized"] = vault.IsInitialized,
            ["sealed"] = vault.IsSealed,
            ["t"] = 1,
            ["n"] = 1,
            ["progress"] = 0,
            ["nonce"] = "",
            ["recovery_seal"] = false,
            ["version"] = Version,
            ["commit_date"] = "",
            ["migration"] = false,
            ["storage_type"] = vault.StorageType,
        };
        if (!vault.IsSealed)
        {
            (body["cluster_name"], body["cluster_id"]) = (ClusterName, vault.ClusterId);
        }

        return body;
    }

    private static JsonObject Leader(FakeVault vault) => !vault.IsCluster ? new() { ["ha_enabled"] = false }
        : new()
        {
            ["ha_enabled"] = true,
            ["leader_address"] = vault.StandbyOf ?? vault.Url,
            ["leader_cluster_address"] = "https://127.0.0.1:8201",
            ["raft_committed_index"] = 42,
            ["raft_applied_index"] = 42,
        };

    private static VaultReply Unseal(FakeVault vault)
    {
        vault.IsSealed = false;
        return VaultReply.Bare(SealStatus(vault));
    }
}

/// <summary>Leases of what engines made.</summary>
internal sealed class FakeLeases
{
    private readonly Dictionary<string, (string Path, DateTimeOffset Issued, DateTimeOffset Ends, bool IsRenewable)> _leases = [];

    public string Add(string path, DateTimeOffset now, TimeSpan ttl, bool isRenewable)
    {
        var id = $"{path}/{FakeTokens.Letters(24)}";
        _leases[id] = (path, now, now + ttl, isRenewable);
        return id;
    }

    public VaultReply? Handle(VaultCall call, string what)
    {
        var id = call.Text("lease_id") ?? "";
        if (!_leases.TryGetValue(id, out var lease))
        {
            return what == "revoke" ? VaultReply.NoContent
                : throw new VaultRefusal(400, what == "lookup" ? "invalid lease" : "lease not found");
        }

        switch (what)
        {
            case "lookup":
                return VaultReply.Of(new JsonObject
                {
                    ["expire_time"] = VaultTime.Text(lease.Ends),
                    ["id"] = id,
                    ["issue_time"] = VaultTime.Text(lease.Issued),
                    ["last_renewal"] = null,
                    ["path"] = lease.Path,
                    ["renewable"] = lease.IsRenewable,
                    ["ttl"] = (long)(lease.Ends - call.Now).TotalSeconds,
                });
            case "revoke":
                _leases.Remove(id);
                return VaultReply.NoContent;
            case "renew":
                return new VaultReply(200)
                {
                    HasEnvelope = true, LeaseId = id, IsRenewable = lease.IsRenewable,
                    LeaseSeconds = (long)(call.Duration("increment") ?? lease.Ends - call.Now).TotalSeconds,
                };
            default:
                return null;
        }
    }
}
