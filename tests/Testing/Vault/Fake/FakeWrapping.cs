using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>Answers that are handed out once, for a token.</summary>
internal sealed class FakeWrapping
{
    private const string Invalid = "wrapping token is not valid or does not exist";

    private readonly Dictionary<string, Wrapped> _wrapped = new(StringComparer.Ordinal);

    public bool Has(string token) => _wrapped.ContainsKey(token);

    public VaultReply Wrap(VaultReply reply, TimeSpan ttl, string path, DateTimeOffset now)
    {
        var token = "s." + FakeTokens.Letters(24);
        _wrapped[token] = new(reply, ttl, path, now);
        var info = new JsonObject
        {
            ["token"] = token,
            ["accessor"] = FakeTokens.Letters(24),
            ["ttl"] = (long)ttl.TotalSeconds,
            ["creation_time"] = VaultTime.Text(now),
            ["creation_path"] = path,
        };
        var inner = (string?)reply.Auth?["accessor"] ?? (string?)(reply.Data as JsonObject)?["secret_id_accessor"];
        if (inner is { } accessor)
        {
            info["wrapped_accessor"] = accessor;
        }

        return new(200) { HasEnvelope = true, WrapInfo = info };
    }

    public VaultReply? Handle(VaultCall call, string? sentToken)
    {
        var token = call.Text("token") ?? sentToken ?? "";
        switch (call.Path)
        {
            case "wrap":
                return VaultReply.Of(call.Body?.DeepClone());
            case "lookup":
                var known = Known(token, call.Now);
                return VaultReply.Of(new JsonObject
                {
                    ["creation_path"] = known.Path,
                    ["creation_time"] = VaultTime.Text(known.Created),
                    ["creation_ttl"] = (long)known.Ttl.TotalSeconds,
                });
            case "unwrap":
                var found = Known(token, call.Now);
                _wrapped.Remove(token);
                return found.Reply;
            case "rewrap":
                var old = Known(token, call.Now);
                _wrapped.Remove(token);
                return Wrap(old.Reply, old.Ttl, old.Path, call.Now);
            default:
                return null;
        }
    }

    private Wrapped Known(string token, DateTimeOffset now) =>
        _wrapped.TryGetValue(token, out var wrapped) && wrapped.Created + wrapped.Ttl > now
        ? wrapped : throw new VaultRefusal(400, Invalid);

    private sealed record Wrapped(VaultReply Reply, TimeSpan Ttl, string Path, DateTimeOffset Created);
}
