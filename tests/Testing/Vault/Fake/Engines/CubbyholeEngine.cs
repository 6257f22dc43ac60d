using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>A place that each token has for itself.</summary>
internal sealed class CubbyholeEngine : IFakeEngine
{
    private readonly Dictionary<string, SortedDictionary<string, JsonObject>> _holes = new(StringComparer.Ordinal);

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        var token = call.Token!.Id;
        if (!_holes.TryGetValue(token, out var hole))
        {
            _holes[token] = hole = new(StringComparer.Ordinal);
        }

        switch (call.Operation)
        {
            case VaultOperation.List:
                return VaultReply.Keys(FolderKeys.In(hole.Keys, call.Path));
            case VaultOperation.Read:
                return hole.TryGetValue(call.Path, out var data) ? VaultReply.Of(data.DeepClone()) : VaultReply.Nothing;
            case VaultOperation.Update:
                hole[call.Path] = (JsonObject?)call.Body?.DeepClone() ?? throw new VaultRefusal(400, "missing data fields");
                return VaultReply.NoContent;
            case VaultOperation.Delete:
                hole.Remove(call.Path);
                return VaultReply.NoContent;
            default:
                return VaultReply.Unsupported;
        }
    }
}
