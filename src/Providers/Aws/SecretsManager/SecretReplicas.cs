using System.Text.Json;
using SecretsKit.Providers.Aws.Access;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <summary>The regions that AWS copies a secret to (<c>replicationLocations</c>); without the field they are left as they are.</summary>
internal static class SecretReplicas
{
    private const string Field = "replicationLocations";

    /// <summary>Writes the copies of a new secret; nothing for none.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<string> regions, string? kmsKey)
    {
        if (regions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("AddReplicaRegions");
        foreach (var region in regions)
        {
            json.WriteStartObject();
            json.WriteString("Region", region);
            if (kmsKey is not null)
            {
                json.WriteString("KmsKeyId", kmsKey);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Adds and removes copies of one that is there.</summary>
    public static async ValueTask ApplyAsync(
        AwsStoreClient client, string key, AwsPushMetadata metadata, JsonElement secret, CancellationToken ct)
    {
        if (metadata.Spec?.Has(Field) != true)
        {
            return;
        }

        var wanted = metadata.Spec.Texts(Field);
        var current = AwsJson.Items(secret, "ReplicationStatus").Select(copy => AwsJson.Text(copy, "Region")).OfType<string>().ToList();
        if (current.Except(wanted).ToList() is { Count: > 0 } removed)
        {
            await client.SendAsync("RemoveRegionsFromReplication", key, json =>
            {
                json.WriteString("SecretId", key);
                AwsJson.WriteTexts(json, "RemoveReplicaRegions", removed);
            }, ct);
        }

        if (wanted.Except(current).ToList() is { Count: > 0 } added)
        {
            await client.SendAsync("ReplicateSecretToRegions", key, json =>
            {
                json.WriteString("SecretId", key);
                Write(json, added, AwsJson.Text(secret, "KmsKeyId"));
            }, ct);
        }
    }
}
