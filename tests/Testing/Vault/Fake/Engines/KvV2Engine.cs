using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>A key-value engine with versions.</summary>
internal sealed class KvV2Engine : IFakeEngine
{
    private const int MaxCustomBytes = 512;

    private const string WrongPath = "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints "
        + "to use. If using the OpenBao CLI, use 'bao kv ";

    private readonly SortedDictionary<string, KvV2Secret> _secrets = new(StringComparer.Ordinal);

    /// <summary>Takes over what an engine without versions holds.</summary>
    public static KvV2Engine Of(KvV1Engine old, DateTimeOffset now)
    {
        var engine = new KvV2Engine();
        foreach (var (path, data) in old.Secrets)
        {
            engine._secrets[path] = new(now);
            engine._secrets[path].Add(data.DeepClone(), now);
        }

        return engine;
    }

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var slash = call.Path.IndexOf('/', StringComparison.Ordinal);
        var (kind, path) = slash < 0 ? (call.Path, "") : (call.Path[..slash], call.Path[(slash + 1)..]);
        return kind switch
        {
            "data" when path.Length > 0 => Data(call, path),
            "metadata" => Metadata(call, path),
            "subkeys" when call.Operation == VaultOperation.Read => Subkeys(call, path),
            "delete" or "undelete" or "destroy" when call.Operation == VaultOperation.Update => Change(kind, call, path),
            "config" when path.Length == 0 => Config(call),
            _ => new VaultReply(404)
            {
                HasEnvelope = true,
                Warnings = [WrongPath + Verb(call.Operation) + "' for this operation."],
            },
        };
    }

    private static string Verb(VaultOperation operation) => operation switch
    {
        VaultOperation.Update => "put",
        VaultOperation.List => "list",
        VaultOperation.Delete => "delete",
        _ => "get",
    };

    private VaultReply Data(VaultCall call, string path)
    {
        switch (call.Operation)
        {
            case VaultOperation.Read:
                return Read(call, path, version => version.Data?.DeepClone(), "data");
            case VaultOperation.Update:
                if (call.Body is null || !call.Body.ContainsKey("data"))
                {
                    throw new VaultRefusal(400, "no data provided");
                }

                var data = Map(call.Body["data"]);
                var secret = GetOrAdd(path, call.Now);
                CheckVersion(secret, call);
                return VaultReply.Of(secret.Describe(secret.Add(KvNumbers.Rounded(data), call.Now)));
            case VaultOperation.Patch:
                return Patch(call, path);
            case VaultOperation.Delete:
                if (_secrets.GetValueOrDefault(path)?.Find(0) is { IsDestroyed: false } newest)
                {
                    newest.Deleted = call.Now;
                }

                return VaultReply.NoContent;
            default:
                return VaultReply.Unsupported;
        }
    }

    private VaultReply Patch(VaultCall call, string path)
    {
        if (!_secrets.TryGetValue(path, out var secret) || secret.Find(0) is not { } newest || newest.IsGone(call.Now))
        {
            return new(404);
        }

        CheckVersion(secret, call);
        var merged = Merged(newest.Data, call.Body?["data"]);
        return VaultReply.Of(secret.Describe(secret.Add(merged, call.Now)));
    }

    private static JsonNode? Merged(JsonNode? old, JsonNode? change)
    {
        if (change is not JsonObject changes)
        {
            return KvNumbers.Rounded(change);
        }

        var merged = old is JsonObject map ? (JsonObject)map.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Merged(merged[name], value);
            }
        }

        return merged;
    }

    private VaultReply Read(VaultCall call, string path, Func<KvV2Version, JsonNode?> content, string name)
    {
        var number = Version(call);
        if (!_secrets.TryGetValue(path, out var secret) || secret.Find(number) is not { } version)
        {
            return VaultReply.Nothing;
        }

        var isGone = version.IsGone(call.Now);
        return VaultReply.Of(new JsonObject { [name] = isGone ? null : content(version), ["metadata"] = secret.Describe(version) })
            with { Status = isGone ? 404 : 200 };
    }

    private VaultReply Subkeys(VaultCall call, string path) => Read(call, path, version => Keys(version.Data), "subkeys");

    private static JsonObject? Keys(JsonNode? data) => data is JsonObject map
        ? new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Keys(member.Value)))) : null;

    private static int Version(VaultCall call)
    {
        var text = call.Query.GetValueOrDefault("version", "");
        return text.Length == 0 ? 0 : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : throw new VaultRefusal(400, "Field validation failed: error converting input for field \"version\": '' cannot parse "
                + "value as 'int': "
                + "strconv.ParseInt: invalid syntax");
    }

    private static JsonObject? Map(JsonNode? data) => data switch
    {
        null => null,
        JsonObject map => map,
        JsonArray => throw new VaultRefusal(400,
            "error converting input for field \"data\": '[0]' expected type 'map[string]interface {}', got unconvertible type "
                + "'json.Number'"),
        _ => throw new VaultRefusal(400,
            "error converting input for field \"data\": '' expected a map, got 'string'"),
    };

    private static void CheckVersion(KvV2Secret secret, VaultCall call)
    {
        if ((call.Body?["options"] as JsonObject)?["cas"] is not { } wanted)
        {
            if (secret.RequiresVersion)
            {
                throw new VaultRefusal(400, "check-and-set parameter required for this call");
            }

            return;
        }

        if (wanted.ToString() != secret.Current.ToString(CultureInfo.InvariantCulture))
        {
            throw new VaultRefusal(400, "check-and-set parameter did not match the current version");
        }
    }

    private VaultReply Metadata(VaultCall call, string path)
    {
        switch (call.Operation)
        {
            case VaultOperation.List:
                var keys = FolderKeys.In(_secrets.Keys, path);
                keys = call.Query.TryGetValue("after", out var after) ? keys.Where(key => string.CompareOrdinal(key, after) > 0) : keys;
                return VaultReply.Keys(call.Query.TryGetValue("limit", out var limit) ? keys.Take(int.Parse(limit,
                    CultureInfo.InvariantCulture))
                    : keys);
            case VaultOperation.Scan:
                return VaultReply.Keys(FolderKeys.Below(_secrets.Keys, path));
            case VaultOperation.Read:
                return _secrets.TryGetValue(path, out var secret) ? VaultReply.Of(secret.Metadata()) : VaultReply.Nothing;
            case VaultOperation.Delete:
                _secrets.Remove(path);
                return VaultReply.NoContent;
            case VaultOperation.Update:
            case VaultOperation.Patch:
                return Describe(call, path);
            default:
                return VaultReply.Unsupported;
        }
    }

    private VaultReply Describe(VaultCall call, string path)
    {
        var isPatch = call.Operation == VaultOperation.Patch;
        if (isPatch && !_secrets.ContainsKey(path))
        {
            return new(404);
        }

        var custom = Custom(call.Body?["custom_metadata"], isPatch);
        var deletes = call.Duration("delete_version_after");
        var secret = GetOrAdd(path, call.Now);
        if (custom is not null)
        {
            secret.Custom = isPatch ? new(secret.Custom ?? [], StringComparer.Ordinal) : new(StringComparer.Ordinal);
            foreach (var (name, value) in custom)
            {
                _ = value is null ? secret.Custom.Remove(name) : (secret.Custom[name] = value) is not null;
            }
        }

        secret.RequiresVersion = call.Flag("cas_required") ?? secret.RequiresVersion;
        secret.MaxVersions = (int?)call.Number("max_versions") ?? secret.MaxVersions;
        secret.DeletesAfter = deletes ?? secret.DeletesAfter;
        secret.MetadataVersion++;
        secret.Updated = call.Now;
        return VaultReply.NoContent;
    }

    private static Dictionary<string, string?>? Custom(JsonNode? node, bool isPatch)
    {
        if (node is not JsonObject map)
        {
            return null;
        }

        var custom = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in map)
        {
            custom[name] = value switch
            {
                null when isPatch => null,
                JsonObject => throw new VaultRefusal(400,
                    "custom_metadata validation failed: '' expected type 'string', got unconvertible type 'map[string]interface {}'"),
                _ => value?.ToString() ?? "",
            };
            if (custom[name] is { } text && Encoding.UTF8.GetByteCount(text) is var length and (0 or > MaxCustomBytes))
            {
                throw VaultRefusal.Caused(400,
                    $"custom_metadata validation failed: length of value for key \"{name}\" is {length} but must be 0 < len(value) <= 512");
            }
        }

        return custom;
    }

    private VaultReply Change(string kind, VaultCall call, string path)
    {
        if (call.Body?["versions"] is not JsonArray { Count: > 0 } numbers)
        {
            throw new VaultRefusal(400, "no version number provided");
        }

        foreach (var number in numbers)
        {
            if (_secrets.GetValueOrDefault(path)?.Versions.GetValueOrDefault(int.Parse(number!.ToString(), CultureInfo.InvariantCulture))
                is not { IsDestroyed: false } version)
            {
                continue;
            }

            version.Deleted = kind == "delete" ? call.Now : kind == "undelete" ? null : version.Deleted;
            if (kind == "destroy")
            {
                (version.IsDestroyed, version.Data) = (true, null);
            }
        }

        return VaultReply.NoContent;
    }

    private static VaultReply Config(VaultCall call) => call.Operation == VaultOperation.Read
        ? VaultReply.Of(new JsonObject { ["cas_required"] = false, ["delete_version_after"] = "0s", ["max_versions"] = 0 })
        : VaultReply.NoContent;

    private KvV2Secret GetOrAdd(string path, DateTimeOffset now)
    {
        if (!_secrets.TryGetValue(path, out var secret))
        {
            _secrets[path] = secret = new(now);
        }

        return secret;
    }
}
