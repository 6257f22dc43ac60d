using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Tokens: made, looked up, renewed, revoked.</summary>
internal static class TokenAuth
{
    private static readonly TimeSpan SystemTtl = TimeSpan.FromDays(32);

    private const string WeakHash = "Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure "
        + "SHA2-256 HMAC "
        + "for token obfuscation. SHA1 hashed tokens on the wire leads to less secure lookups.";

    public static VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var own = call.Token!;
        return call.Path.TrimEnd('/') switch
        {
            "create" or "create-orphan" => Create(call, vault),
            "lookup-self" => VaultReply.Of(own.Lookup(call.Now)),
            "lookup" => VaultReply.Of((vault.Tokens.Find(call.Text("token") ?? own.Id, call.Now)
                ?? throw new VaultRefusal(403, "bad token")).Lookup(call.Now)),
            "lookup-accessor" => VaultReply.Of(OfAccessor(call, vault).Lookup(call.Now, hidesId: true)),
            "renew-self" => Renew(call, own, hidesId: false),
            "renew" => Renew(call, vault.Tokens.Find(call.Text("token") ?? "", call.Now) ?? throw new VaultRefusal(403, "bad token"),
                false),
            "renew-accessor" => Renew(call, OfAccessor(call, vault), hidesId: true),
            "revoke-self" => Revoke(vault, own),
            "revoke" => Revoke(vault, vault.Tokens.Find(call.Text("token") ?? "", call.Now)),
            "revoke-accessor" => Revoke(vault, OfAccessor(call, vault)),
            _ => null,
        };
    }

    private static FakeToken OfAccessor(VaultCall call, FakeVault vault) =>
        vault.Tokens.OfAccessor(call.Text("accessor") ?? "") ?? throw VaultRefusal.Caused(400, "invalid accessor");

    private static VaultReply Revoke(FakeVault vault, FakeToken? token)
    {
        if (token is { IsBatch: true })
        {
            throw new VaultRefusal(400, "batch tokens cannot be revoked");
        }

        if (token is not null)
        {
            vault.Tokens.Revoke(token);
        }

        return VaultReply.NoContent;
    }

    private static VaultReply Create(VaultCall call, FakeVault vault)
    {
        var own = call.Token!;
        var isBatch = call.Text("type") == "batch";
        var asked = call.Texts("policies") ?? own.Policies;
        if (asked.Contains("root") && !own.IsRoot)
        {
            return VaultReply.Denied;
        }

        string[] policies = asked is ["root"] ? ["root"]
            : [.. (call.Flag("no_default_policy") == true ? asked : asked.Append("default")).Distinct().Order(StringComparer.Ordinal)];
        var warnings = policies.Where(name => !call.Namespace.Policies.Has(name)).Select(name =>
            $"Policy \"{name}\" does not exist").ToList();
        if (call.Text("id") is not null)
        {
            warnings.Insert(0, WeakHash);
        }

        var period = call.Duration("period");
        var ttl = period ?? call.Duration("ttl") ?? (policies is ["root"] ? TimeSpan.Zero : SystemTtl);
        var token = vault.Tokens.Add(new(call.Text("id") ?? (isBatch ? "b." : "s.") + FakeTokens.Letters(24), policies, call.Now)
        {
            Accessor = isBatch ? "" : FakeTokens.Letters(24),
            CreationTtl = ttl,
            Ends = ttl > TimeSpan.Zero ? call.Now + ttl : null,
            ExplicitMax = call.Duration("explicit_max_ttl") ?? TimeSpan.Zero,
            Period = period,
            DisplayName = call.Text("display_name") is { } name ? "token-" + name : "token",
            Meta = call.Body?["meta"]?.DeepClone() as JsonObject,
            IsOrphan = call.Path.StartsWith("create-orphan", StringComparison.Ordinal) || call.Flag("no_parent") == true,
            IsBatch = isBatch,
            IsRenewable = !isBatch && (call.Flag("renewable") ?? true),
            Uses = (int?)call.Number("num_uses") ?? 0,
            Path = call.FullPath.TrimEnd('/'),
            Parent = own.Id,
        });
        return VaultReply.LogIn(token.Auth(), [.. warnings]);
    }

    private static VaultReply Renew(VaultCall call, FakeToken token, bool hidesId)
    {
        if (token.IsBatch)
        {
            throw new VaultRefusal(400, "batch tokens cannot be renewed");
        }

        if (!token.IsRenewable || token.Ends is null)
        {
            throw new VaultRefusal(400, "lease is not renewable");
        }

        var warnings = new List<string>();
        var wanted = token.Period ?? call.Duration("increment") ?? token.LastGrant ?? token.CreationTtl;
        var most = token.ExplicitMax > TimeSpan.Zero ? token.ExplicitMax : token.MaxTtl;
        if (token.Period is null && most is { } limit && call.Now + wanted > token.Created + limit)
        {
            var left = token.Created + limit - call.Now;
            warnings.Add($"TTL of \"{VaultTime.Short(wanted)}\" exceeded the effective max_ttl of "
                + $"\"{VaultTime.Short(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))}\"; TTL value is capped accordingly");
            wanted = left;
        }

        (token.LastRenewal, token.Ends, token.LastGrant) = (call.Now, call.Now + wanted, wanted);
        return VaultReply.LogIn(token.Auth(hidesId), [.. warnings]);
    }
}
