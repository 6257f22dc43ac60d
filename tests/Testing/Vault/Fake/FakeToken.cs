using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>A token, or a lease of one.</summary>
internal sealed class FakeToken(string id, IReadOnlyList<string> policies, DateTimeOffset created)
{
    public string Id { get; } = id;

    public string Accessor { get; init; } = FakeTokens.Letters(24);

    public IReadOnlyList<string> Policies { get; } = policies;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset? Ends { get; set; }

    public TimeSpan CreationTtl { get; init; }

    public TimeSpan? MaxTtl { get; init; }

    public TimeSpan ExplicitMax { get; init; }

    public TimeSpan? Period { get; init; }

    public string DisplayName { get; init; } = "token";

    public string EntityId { get; init; } = "";

    public JsonObject? Meta { get; init; }

    public bool IsOrphan { get; init; }

    public bool IsRenewable { get; init; } = true;

    public bool IsBatch { get; init; }

    public string Path { get; init; } = "auth/token/create";

    public string? Parent { get; init; }

    /// <summary>How often it may still be used; 0 for any number of times.</summary>
    public int Uses { get; set; }

    /// <summary>The mount that made it; its end ends the token.</summary>
    public string Mount { get; init; } = "token";

    public bool IsRoot => Policies is ["root"];

    public JsonObject Auth(bool hidesId = false) => new()
    {
        ["client_token"] = hidesId ? "" : Id,
        ["accessor"] = Accessor,
        ["policies"] = new JsonArray([.. Policies.Select(name => (JsonNode)name)]),
        ["token_policies"] = new JsonArray([.. Policies.Select(name => (JsonNode)name)]),
        ["metadata"] = Meta?.DeepClone(),
        ["lease_duration"] = (long)Math.Round(((Ends - (LastRenewal ?? Created)) ?? TimeSpan.Zero).TotalSeconds),
        ["renewable"] = IsRenewable,
        ["entity_id"] = EntityId,
        ["token_type"] = IsBatch ? "batch" : "service",
        ["orphan"] = IsOrphan,
        ["mfa_requirement"] = null,
        ["num_uses"] = Uses,
    };

    public DateTimeOffset? LastRenewal { get; set; }

    public TimeSpan? LastGrant { get; set; }

    public JsonObject Lookup(DateTimeOffset now, bool hidesId = false)
    {
        var data = new JsonObject
        {
            ["accessor"] = Accessor,
            ["creation_time"] = Created.ToUnixTimeSeconds(),
            ["creation_ttl"] = (long)CreationTtl.TotalSeconds,
            ["display_name"] = DisplayName,
            ["entity_id"] = EntityId,
            ["expire_time"] = Ends is { } end ? IsBatch ? VaultTime.Seconds(end) : VaultTime.Text(end) : null,
            ["explicit_max_ttl"] = (long)ExplicitMax.TotalSeconds,
            ["id"] = hidesId ? "" : Id,
            ["issue_time"] = IsBatch ? VaultTime.Seconds(Created) : VaultTime.Text(Created),
            ["meta"] = Meta?.DeepClone(),
            ["num_uses"] = Uses,
            ["orphan"] = IsOrphan,
            ["path"] = Path,
            ["policies"] = new JsonArray([.. Policies.Select(name => (JsonNode)name)]),
            ["renewable"] = IsRenewable && Ends is not null,
            ["ttl"] = (long)Math.Max(0, ((Ends - now) ?? TimeSpan.Zero).TotalSeconds),
            ["type"] = IsBatch ? "batch" : "service",
        };
        if (Period is { } period)
        {
            data["period"] = (long)period.TotalSeconds;
        }

        return data;
    }
}

/// <summary>The tokens that are valid.</summary>
internal sealed class FakeTokens
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly ConcurrentDictionary<string, FakeToken> _tokens = new(StringComparer.Ordinal);

    public static string Letters(int count) => RandomNumberGenerator.GetString(Alphabet, count);

    public FakeToken Add(FakeToken token) => _tokens[token.Id] = token;

    public FakeToken? Find(string id, DateTimeOffset now) => _tokens.TryGetValue(id, out var token) && !(token.Ends <= now) ? token : null;

    public FakeToken? OfAccessor(string accessor) => accessor.Length == 0 ? null
        : _tokens.Values.FirstOrDefault(token => token.Accessor == accessor);

    /// <summary>Ends a token and those that were made with it.</summary>
    public void Revoke(FakeToken token)
    {
        _tokens.TryRemove(token.Id, out _);
        foreach (var child in _tokens.Values.Where(child => child.Parent == token.Id))
        {
            Revoke(child);
        }
    }

    public void RevokeWhere(Func<FakeToken, bool> which)
    {
        foreach (var token in _tokens.Values.Where(which))
        {
            Revoke(token);
        }
    }
}
