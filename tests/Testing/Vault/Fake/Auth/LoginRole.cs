using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>What a role or user of a login method says about its tokens.</summary>
internal sealed record LoginRole
{
    private static readonly TimeSpan SystemTtl = TimeSpan.FromDays(32);

    public IReadOnlyList<string> Policies { get; init; } = [];

    public TimeSpan Ttl { get; init; }

    public TimeSpan MaxTtl { get; init; }

    public TimeSpan Period { get; init; }

    public int Uses { get; init; }

    public string TokenType { get; init; } = "default";

    public static LoginRole Of(VaultCall call) => new()
    {
        Policies = call.Texts("token_policies") ?? call.Texts("policies") ?? [],
        Ttl = call.Duration("token_ttl") ?? call.Duration("ttl") ?? TimeSpan.Zero,
        MaxTtl = call.Duration("token_max_ttl") ?? call.Duration("max_ttl") ?? TimeSpan.Zero,
        Period = call.Duration("token_period") ?? TimeSpan.Zero,
        Uses = (int?)call.Number("token_num_uses") ?? 0,
        TokenType = call.Text("token_type") ?? "default",
    };

    /// <summary>Its part of what is read of a role.</summary>
    public JsonObject Describe() => new()
    {
        ["token_bound_cidrs"] = new JsonArray(),
        ["token_explicit_max_ttl"] = 0,
        ["token_max_ttl"] = (long)MaxTtl.TotalSeconds,
        ["token_no_default_policy"] = false,
        ["token_num_uses"] = Uses,
        ["token_period"] = (long)Period.TotalSeconds,
        ["token_policies"] = new JsonArray([.. Policies.Select(name => (JsonNode)name)]),
        ["token_strictly_bind_ip"] = false,
        ["token_ttl"] = (long)Ttl.TotalSeconds,
        ["token_type"] = TokenType,
    };

    /// <summary>Makes a token for who has proven to be somebody.</summary>
    /// <param name="call">The login.</param>
    /// <param name="vault">Keeps the token.</param>
    /// <param name="who">Whose it is: the same text, the same entity.</param>
    /// <param name="display">The name of the token.</param>
    /// <param name="meta">What is known of it.</param>
    public VaultReply LogIn(VaultCall call, FakeVault vault, string who, string display, JsonObject meta)
    {
        var ttl = Period > TimeSpan.Zero ? Period : Ttl > TimeSpan.Zero ? Ttl : SystemTtl;
        var isBatch = TokenType == "batch";
        string[] policies = [.. Policies.Append("default").Distinct().Order(StringComparer.Ordinal)];
        var token = vault.Tokens.Add(new((isBatch ? "b." : "s.") + FakeTokens.Letters(24), policies, call.Now)
        {
            Accessor = isBatch ? "" : FakeTokens.Letters(24),
            CreationTtl = ttl,
            Ends = call.Now + ttl,
            MaxTtl = MaxTtl > TimeSpan.Zero ? MaxTtl : null,
            Period = Period > TimeSpan.Zero ? Period : null,
            DisplayName = display,
            EntityId = vault.EntityOf(who),
            Meta = meta,
            IsOrphan = true,
            IsBatch = isBatch,
            IsRenewable = !isBatch,
            Uses = Uses,
            Path = call.FullPath.ToLowerInvariant(),
            Mount = call.Namespace.AuthOf(call.FullPath["auth/".Length..]) ?? "",
        });
        return VaultReply.LogIn(token.Auth());
    }
}
