using System.Globalization;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>A secret with versions, and what is known of it.</summary>
internal sealed class KvV2Secret(DateTimeOffset created)
{
    private const int DefaultMaxVersions = 10;

    public SortedDictionary<int, KvV2Version> Versions { get; } = [];

    public int Current { get; private set; }

    public bool RequiresVersion { get; set; }

    public int MaxVersions { get; set; }

    public int MetadataVersion { get; set; }

    public TimeSpan DeletesAfter { get; set; }

    public SortedDictionary<string, string>? Custom { get; set; }

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public KvV2Version? Find(int version) => Versions.GetValueOrDefault(version == 0 ? Current : version);

    public KvV2Version Add(JsonNode? data, DateTimeOffset now)
    {
        var version = new KvV2Version(++Current, data, now) { Deleted = DeletesAfter > TimeSpan.Zero ? now + DeletesAfter : null };
        Versions[Current] = version;
        foreach (var old in Versions.Keys.Where(key => key <= Current - (MaxVersions > 0 ? MaxVersions : DefaultMaxVersions)).ToList())
        {
            Versions.Remove(old);
        }

        Updated = now;
        return version;
    }

    public JsonObject Metadata()
    {
        var versions = new JsonObject();
        foreach (var version in Versions.Values)
        {
            versions[version.Number.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["created_time"] = VaultTime.Text(version.Created),
                ["deletion_time"] = version.DeletionText,
                ["destroyed"] = version.IsDestroyed,
            };
        }

        return new JsonObject
        {
            ["cas_required"] = RequiresVersion,
            ["created_time"] = VaultTime.Text(Created),
            ["current_metadata_version"] = MetadataVersion,
            ["current_version"] = Current,
            ["custom_metadata"] = CustomNode(),
            ["delete_version_after"] = VaultTime.Text(DeletesAfter),
            ["max_versions"] = MaxVersions,
            ["metadata_cas_required"] = false,
            ["oldest_version"] = Versions.Keys.FirstOrDefault() is var first and > 1 ? first : 0,
            ["updated_time"] = VaultTime.Text(Updated),
            ["versions"] = versions,
        };
    }

    public JsonObject Describe(KvV2Version version) => new()
    {
        ["created_time"] = VaultTime.Text(version.Created),
        ["custom_metadata"] = CustomNode(),
        ["deletion_time"] = version.DeletionText,
        ["destroyed"] = version.IsDestroyed,
        ["version"] = version.Number,
    };

    private JsonObject? CustomNode() =>
        Custom is null ? null : new JsonObject(Custom.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}

/// <summary>One version.</summary>
internal sealed class KvV2Version(int number, JsonNode? data, DateTimeOffset created)
{
    public int Number { get; } = number;

    public JsonNode? Data { get; set; } = data;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset? Deleted { get; set; }

    public bool IsDestroyed { get; set; }

    public string DeletionText => Deleted is { } time ? VaultTime.Text(time) : "";

    public bool IsGone(DateTimeOffset now) => IsDestroyed || Deleted <= now;
}
