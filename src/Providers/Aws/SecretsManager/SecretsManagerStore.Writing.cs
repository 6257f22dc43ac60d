using System.Text.Json;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <content>Writing: a tag says what is ours, and nothing else is touched.</content>
internal sealed partial class SecretsManagerStore
{
    private const string DefaultKmsKey = "alias/aws/secretsmanager";
    private const string FirstVersion = "00000000-0000-0000-0000-000000000001";

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var key = _settings.Prefix + push.Target.Key;
        var metadata = new AwsPushMetadata(push, Provider);
        var isText = PushesText(push, metadata);
        var wanted = metadata.Tags();
        var payload = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
        var client = await _access.ClientAsync(ct);
        _recent.Clear();
        if (await DescribeAsync(client, key, ct) is not { } secret)
        {
            await CreateAsync(client, key, metadata, isText, Applied(null, push.Target, payload), ct);
            return;
        }

        var tags = AwsJson.Tags(secret, "Tags");
        if (!AwsPushMetadata.IsOurs(tags))
        {
            throw client.Failure(ProviderFault.NotManaged, "push", key, "secret not managed by external-secrets");
        }

        if (AwsJson.Has(secret, "DeletedDate"))
        {
            throw client.MarkedForDeletion("push", key);
        }

        await TagAsync(client, key, metadata, tags, wanted, ct);
        await new ResourcePolicy(client, _settings.Context).ApplyAsync(key, metadata, isNew: false, ct);
        await SecretReplicas.ApplyAsync(client, key, metadata, secret, ct);
        await PutAsync(client, key, push.Target, payload, isText, HasVersion(secret), ct);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var key = _settings.Prefix + target.Key;
        var client = await _access.ClientAsync(ct);
        _recent.Clear();
        if (await DescribeAsync(client, key, ct) is not { } secret || AwsJson.Has(secret, "DeletedDate")
            || !AwsPushMetadata.IsOurs(AwsJson.Tags(secret, "Tags")))
        {
            return;
        }

        // Its ARN, so that another of the same name that is made meanwhile is not meant.
        var id = AwsJson.Text(secret, "ARN") ?? key;
        await client.TrySendAsync("DeleteSecret", key, json =>
        {
            json.WriteString("SecretId", id);
            if (_forcesDeletion)
            {
                json.WriteBoolean("ForceDeleteWithoutRecovery", true);
            }
            else if (_recoveryDays is { } days)
            {
                json.WriteNumber("RecoveryWindowInDays", days);
            }
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        return await ReadAsync(await _access.ClientAsync(ct), _settings.Prefix + target.Key, "", ct) is not null;
    }

    private static bool PushesText(SecretPush push, AwsPushMetadata metadata)
    {
        const string Field = "secretPushFormat";
        var format = metadata.Spec?.Text(Field) ?? "";
        return format switch
        {
            "" or "binary" => false,
            "string" => true,
            _ => throw metadata.Spec!.Wrong(Field, $"invalid secret push format for {push.Target.Key}: expected binary or string"),
        };
    }

    private static bool HasVersion(JsonElement secret) =>
        !secret.TryGetProperty("VersionIdsToStages", out var versions) || versions.ValueKind != JsonValueKind.Object
        || versions.EnumerateObject().Any();

    private async ValueTask CreateAsync(
        AwsStoreClient client, string key, AwsPushMetadata metadata, bool isText, SecretValue payload, CancellationToken ct)
    {
        var kmsKey = metadata.KmsKeyId is { Length: > 0 } named ? named : DefaultKmsKey;
        await client.SendAsync("CreateSecret", key, json =>
        {
            json.WriteString("Name", key);
            WriteValue(json, payload, isText);
            AwsJson.WriteTags(json, metadata.Tags());
            json.WriteString("Description", metadata.Description);
            json.WriteString("ClientRequestToken", FirstVersion);
            json.WriteString("KmsKeyId", kmsKey);
            SecretReplicas.Write(json, metadata.Spec?.Texts("replicationLocations") ?? [], kmsKey);
        }, ct);
        await new ResourcePolicy(client, _settings.Context).ApplyAsync(key, metadata, isNew: true, ct);
    }

    private async ValueTask PutAsync(
        AwsStoreClient client, string key, PushTarget target, SecretValue payload, bool isText, bool hasVersion, CancellationToken ct)
    {
        var current = hasVersion ? await ReadAsync(client, key, "", ct) : null;
        payload = Applied(current, target, payload);
        if (payload.IsSame(current))
        {
            return;
        }

        // The same for all attempts, so that one that is sent again makes no further version.
        var version = current is null ? FirstVersion : NewVersion();
        await client.SendAsync("PutSecretValue", key, json =>
        {
            json.WriteString("SecretId", key);
            WriteValue(json, payload, isText);
            json.WriteString("ClientRequestToken", version);
        }, ct);
    }

    private SecretValue Applied(SecretValue? current, PushTarget target, SecretValue payload) =>
        PropertyChange.Apply(current, target, payload, Provider, SecretProperties.KeyThenPath);

    private static async ValueTask TagAsync(
        AwsStoreClient client, string key, AwsPushMetadata metadata, SortedDictionary<string, string> tags,
        SortedDictionary<string, string> wanted, CancellationToken ct)
    {
        if (!metadata.NamesTags)
        {
            return;
        }

        if (AwsPushMetadata.Superfluous(tags, wanted) is { Length: > 0 } superfluous)
        {
            await client.SendAsync("UntagResource", key, json =>
            {
                json.WriteString("SecretId", key);
                AwsJson.WriteTexts(json, "TagKeys", superfluous);
            }, ct);
        }

        if (AwsPushMetadata.Differs(tags, wanted))
        {
            await client.SendAsync("TagResource", key, json =>
            {
                json.WriteString("SecretId", key);
                AwsJson.WriteTags(json, wanted);
            }, ct);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, SecretValue payload, bool isText)
    {
        if (isText)
        {
            json.WriteString("SecretString", payload.Bytes.Span);
        }
        else
        {
            json.WriteBase64String("SecretBinary", payload.Bytes.Span);
        }
    }

    private string NewVersion() => RandomUuid.Create(_settings.Context.Host.Random).ToString();
}
