using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>A key-value engine without versions.</summary>
internal sealed class KvV1Engine : IFakeEngine
{
    private const long DefaultSeconds = 2764800;

    private readonly SortedDictionary<string, JsonObject> _secrets = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, JsonObject>> Secrets => _secrets;

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var path = call.Path;
        switch (call.Operation)
        {
            case VaultOperation.List:
                return VaultReply.Keys(FolderKeys.In(_secrets.Keys, path));
            case VaultOperation.Scan:
                return VaultReply.Keys(FolderKeys.Below(_secrets.Keys, path));
            case VaultOperation.Read:
                if (!_secrets.TryGetValue(path, out var data))
                {
                    return VaultReply.Nothing;
                }

                var seconds = (string?)data["ttl"] is { } ttl ? (long)VaultTime.Parse(ttl).TotalSeconds : DefaultSeconds;
                return VaultReply.Of(data.DeepClone()) with { LeaseSeconds = seconds };
            case VaultOperation.Update:
                if (call.Body is not { Count: > 0 } body)
                {
                    throw new VaultRefusal(400, "missing data fields");
                }

                _secrets[path] = (JsonObject)KvNumbers.Rounded(body)!;
                return VaultReply.NoContent;
            case VaultOperation.Delete:
                _secrets.Remove(path);
                return VaultReply.NoContent;
            default:
                return VaultReply.Unsupported;
        }
    }
}
