using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>The transit engine: keys that never leave it.</summary>
internal sealed class TransitEngine : IFakeEngine
{
    private readonly SortedDictionary<string, TransitKey> _keys = new(StringComparer.Ordinal);

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var names = call.Path.TrimEnd('/').Split('/');
        if (names is ["encrypt" or "decrypt" or "rewrap", _] && call.Operation != VaultOperation.Update)
        {
            return VaultReply.Unsupported;
        }

        return names switch
        {
            ["keys"] when call.Operation == VaultOperation.List => VaultReply.Keys(_keys.Keys),
            ["keys", var name] => Key(call, name),
            ["keys", var name, "rotate"] => Rotate(call, name),
            ["keys", var name, "config"] => Configure(call, name),
            ["encrypt", var name] => Crypt(call, name, Encrypt),
            ["decrypt", var name] => Crypt(call, name, Decrypt),
            ["rewrap", var name] => Crypt(call, name, Rewrap),
            ["datakey", var kind, var name] => DataKey(call, kind, name),
            ["hash", ..] => FakeTools.Hash(call, names.ElementAtOrDefault(1)),
            ["random", ..] => FakeTools.Random(call, names.ElementAtOrDefault(1)),
            ["sign", var name, ..] => Sign(call, name),
            ["verify", var name, ..] => Verify(call, name),
            ["hmac", var name, ..] => Hmac(call, name),
            ["export", .., var name] => Export(name),
            _ => null,
        };
    }

    private VaultReply Key(VaultCall call, string name)
    {
        switch (call.Operation)
        {
            case VaultOperation.Read:
                return _keys.TryGetValue(name, out var known) ? VaultReply.Of(known.Describe()) : VaultReply.Nothing;
            case VaultOperation.Delete:
                if (_keys.GetValueOrDefault(name) is { AllowsDeletion: false })
                {
                    throw new VaultRefusal(400, $"error deleting policy {name}: deletion is not allowed for this key");
                }

                return _keys.Remove(name) ? VaultReply.NoContent
                    : throw new VaultRefusal(400, $"error deleting policy {name}: could not delete key; not found");
            case VaultOperation.Update:
                return VaultReply.Of(GetOrAdd(call, name).Describe());
            default:
                return VaultReply.Unsupported;
        }
    }

    private TransitKey GetOrAdd(VaultCall call, string name)
    {
        if (_keys.TryGetValue(name, out var key))
        {
            return key;
        }

        var type = call.Text("type") ?? "aes256-gcm96";
        return !TransitKey.IsType(type) ? throw new VaultRefusal(400, $"unknown key type {type}")
            : _keys[name] = new(name, type, call.Now)
            {
                IsDerived = call.Flag("derived") ?? false,
                IsConvergent = call.Flag("convergent_encryption") ?? false,
                IsExportable = call.Flag("exportable") ?? false,
                KeySize = (int?)call.Number("key_size") ?? 0,
            };
    }

    private VaultReply Rotate(VaultCall call, string name)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            throw new VaultRefusal(400, "key not found");
        }

        key.Rotate(call.Now);
        return VaultReply.Of(key.Describe());
    }

    private VaultReply Configure(VaultCall call, string name)
    {
        if (!_keys.TryGetValue(name, out var key))
        {
            throw new VaultRefusal(400, $"no existing key named {name} could be found");
        }

        if (call.Number("min_decryption_version") is { } decryption)
        {
            key.MinDecryption = decryption <= key.Latest ? (int)Math.Max(1, decryption) : throw new VaultRefusal(400,
                $"cannot set min decryption version of {decryption}, latest key version is {key.Latest}");
        }

        key.MinEncryption = (int?)call.Number("min_encryption_version") ?? key.MinEncryption;
        key.AllowsDeletion = call.Flag("deletion_allowed") ?? key.AllowsDeletion;
        key.IsExportable = call.Flag("exportable") ?? key.IsExportable;
        return VaultReply.Of(key.Describe());
    }

    private VaultReply Crypt(VaultCall call, string name, Func<TransitKey, JsonObject, JsonObject> one)
    {
        var isEncryption = call.Path.StartsWith("encrypt", StringComparison.Ordinal);
        if (call.Body?["batch_input"] is JsonArray batch)
        {
            return Batch(call, name, batch, isEncryption, one);
        }

        var body = call.Body ?? [];
        if (isEncryption && body["plaintext"] is null)
        {
            throw new VaultRefusal(400, "missing plaintext to encrypt");
        }

        if (!isEncryption && (string?)body["ciphertext"] is not { Length: > 0 })
        {
            throw new VaultRefusal(400, "missing ciphertext to decrypt");
        }

        return VaultReply.Of(one(Known(call, name, isEncryption), body));
    }

    private VaultReply Batch(
        VaultCall call, string name, JsonArray batch, bool isEncryption, Func<TransitKey, JsonObject, JsonObject> one)
    {
        if (batch.Count == 0)
        {
            throw new VaultRefusal(400, "missing batch input to process");
        }

        for (var index = 0; isEncryption && index < batch.Count; index++)
        {
            if (batch[index]?["plaintext"] is null)
            {
                throw VaultRefusal.Caused(500, $"failed to parse batch input: '[{index}].plaintext' missing plaintext to encrypt");
            }
        }

        var key = Known(call, name, isEncryption);
        var (results, isBad) = (new JsonArray(), false);
        foreach (var item in batch.Select(item => (JsonObject)item!))
        {
            JsonObject result;
            try
            {
                result = one(key, item);
            }
            catch (VaultRefusal refusal)
            {
                isBad = true;
                result = new() { [isEncryption ? "ciphertext" : "plaintext"] = "", ["error"] = refusal.Message };
            }

            result["reference"] = (string?)item["reference"] ?? "";
            results.Add(result);
        }

        return VaultReply.Of(new JsonObject { ["batch_results"] = results }) with
        {
            Status = isBad ? (int?)call.Number("partial_failure_response_code") ?? 400 : 200,
        };
    }

    private TransitKey Known(VaultCall call, string name, bool mayCreate)
    {
        var key = _keys.GetValueOrDefault(name) ?? (mayCreate ? GetOrAdd(call with { Body = null }, name)
            : throw new VaultRefusal(400, "encryption key not found"));
        return key.Encrypts ? key : throw new VaultRefusal(400, $"message encryption not supported for key type {key.Type}");
    }

    private static JsonObject Encrypt(TransitKey key, JsonObject item)
    {
        var version = int.Parse(item["key_version"]?.ToString() ?? "0", CultureInfo.InvariantCulture);
        if (version > key.Latest)
        {
            throw new VaultRefusal(400, "requested version for encryption is higher than the latest key version");
        }

        if (version > 0 && version < key.MinEncryption)
        {
            throw new VaultRefusal(400, "requested version for encryption is less than the minimum encryption key version");
        }

        version = version == 0 ? key.Latest : version;
        var plain = FakeTools.Base64((string?)item["plaintext"] ?? "");
        return new() { ["ciphertext"] = key.Encrypt(plain, version, Context(key, item), Associated(item)), ["key_version"] = version };
    }

    private static JsonObject Decrypt(TransitKey key, JsonObject item) => new()
    {
        ["plaintext"] = Convert.ToBase64String(key.Decrypt((string?)item["ciphertext"] ?? "", Context(key, item), Associated(item))),
    };

    private static JsonObject Rewrap(TransitKey key, JsonObject item)
    {
        var plain = key.Decrypt((string?)item["ciphertext"] ?? "", Context(key, item), Associated(item));
        var ciphertext = key.Encrypt(plain, key.Latest, Context(key, item), Associated(item));
        return new() { ["ciphertext"] = ciphertext, ["key_version"] = key.Latest };
    }

    private static byte[] Context(TransitKey key, JsonObject item) => !key.IsDerived ? []
        : (string?)item["context"] is { Length: > 0 } text ? FakeTools.Base64(text)
        : throw new VaultRefusal(400, "missing 'context' for key derivation; the key was created using a derived key, which means "
            + "additional, per-request information must be included in order to perform operations with the key");

    private static byte[] Associated(JsonObject item) => FakeTools.Base64((string?)item["associated_data"] ?? "");

    private VaultReply DataKey(VaultCall call, string kind, string name)
    {
        var key = Known(call, name, mayCreate: false);
        var bytes = RandomNumberGenerator.GetBytes((int)(call.Number("bits") ?? 256) / 8);
        var data = new JsonObject { ["ciphertext"] = key.Encrypt(bytes, key.Latest, [], []), ["key_version"] = key.Latest };
        if (kind == "plaintext")
        {
            data["plaintext"] = Convert.ToBase64String(bytes);
        }

        return VaultReply.Of(data);
    }

    private VaultReply Sign(VaultCall call, string name)
    {
        var key = _keys.GetValueOrDefault(name) ?? throw new VaultRefusal(400, "signing key not found");
        return !key.Signs ? throw new VaultRefusal(400, $"key type {key.Type} does not support signing")
            : VaultReply.Of(new JsonObject
            {
                ["key_version"] = key.Latest, ["signature"] = key.Sign(FakeTools.Base64(call.Text("input") ?? "")),
            });
    }

    private VaultReply Hmac(VaultCall call, string name)
    {
        var key = _keys.GetValueOrDefault(name) ?? throw new VaultRefusal(400, "encryption key not found");
        return VaultReply.Of(new JsonObject { ["hmac"] = key.Sign(FakeTools.Base64(call.Text("input") ?? "")) });
    }

    private VaultReply Verify(VaultCall call, string name)
    {
        var key = _keys.GetValueOrDefault(name) ?? throw new VaultRefusal(400, "signature verification key not found");
        var signature = call.Text("signature") ?? call.Text("hmac") ?? "";
        return VaultReply.Of(new JsonObject { ["valid"] = key.Verifies(FakeTools.Base64(call.Text("input") ?? ""), signature) });
    }

    private VaultReply Export(string name) => _keys.GetValueOrDefault(name) is { IsExportable: true } key
        ? VaultReply.Of(new JsonObject { ["keys"] = new JsonObject(), ["name"] = name, ["type"] = key.Type })
        : throw new VaultRefusal(400, "private key material is not exportable");
}
