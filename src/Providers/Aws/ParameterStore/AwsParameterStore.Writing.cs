using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Aws.ParameterStore;

/// <content>Writing: a tag says what is ours, and nothing else is touched.</content>
internal sealed partial class AwsParameterStore
{
    private const string PlainType = "String";
    private const string SecureType = "SecureString";
    private const string DefaultKmsKey = "alias/aws/ssm";

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var name = settings.Prefix + push.Target.Key;
        var metadata = new AwsPushMetadata(push, Provider);
        var wanted = metadata.Tags();
        var type = TypeOf(metadata);
        var value = push.Value ?? WholeOf(push.Data, metadata.Spec?.Flag("encodeAsDecoded") ?? false);
        var client = await _access.ClientAsync(ct);
        var current = await ReadAsync(client, name, ct);
        if (current is null)
        {
            await PutAsync(client, name, metadata, type, Applied(null), wanted, ct);
            return;
        }

        var tags = await TagsAsync(client, name, ct);
        if (tags is null || !AwsPushMetadata.IsOurs(tags))
        {
            throw client.Failure(ProviderFault.NotManaged, "push", name, "secret not managed by external-secrets");
        }

        var changed = Applied(current);
        if (!changed.IsSame(current))
        {
            await PutAsync(client, name, metadata, type, changed, null, ct);
        }

        await TagAsync(client, name, metadata, tags, wanted, ct);

        SecretValue Applied(SecretValue? held) =>
            PropertyChange.Apply(held, push.Target, value, Provider, SecretProperties.KeyThenPath);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var name = settings.Prefix + target.Key;
        var client = await _access.ClientAsync(ct);
        if (await TagsAsync(client, name, ct) is { } tags && AwsPushMetadata.IsOurs(tags))
        {
            await client.TrySendAsync("DeleteParameter", name, json => json.WriteString("Name", name), ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        return await ReadAsync(await _access.ClientAsync(ct), settings.Prefix + target.Key, ct) is not null;
    }

    private static string TypeOf(AwsPushMetadata metadata) => metadata.Spec?.Text("secretType") switch
    {
        null or "" => PlainType,
        var type when type is PlainType or SecureType or "StringList" => type,
        _ => throw metadata.Spec.Wrong("secretType", "expected String, SecureString or StringList"),
    };

    // As Go writes a map of bytes: each value in base64.
    private static SecretValue WholeOf(SecretMap data, bool isDecoded)
    {
        if (isDecoded)
        {
            return SecretJson.ObjectOf(data, escapesHtml: false);
        }

        var members = new MapValue();
        foreach (var (key, value) in data.Entries)
        {
            members.Set(new ByteString(key), Value.Of(Convert.ToBase64String(value.Bytes.Span)));
        }

        return new(GoJson.Format(Value.Of(members), GoJsonOptions.Raw));
    }

    // The first write does not go over one that somebody else makes meanwhile, and says whose it is; later ones cannot have tags.
    private static async ValueTask PutAsync(
        AwsStoreClient client, string name, AwsPushMetadata metadata, string type, SecretValue value,
        SortedDictionary<string, string>? firstTags, CancellationToken ct) =>
        await client.SendOnceAsync("PutParameter", name, json =>
        {
            json.WriteString("Name", name);
            json.WriteString("Value", value.Bytes.Span);
            json.WriteString("Type", type);
            json.WriteBoolean("Overwrite", firstTags is null);
            json.WriteString("Description", metadata.Description);
            if (type == SecureType)
            {
                json.WriteString("KeyId", metadata.KmsKeyId is { Length: > 0 } key ? key : DefaultKmsKey);
            }

            WriteTier(json, metadata);
            if (firstTags is not null)
            {
                AwsJson.WriteTags(json, firstTags);
            }
        }, ct);

    private static void WriteTier(Utf8JsonWriter json, AwsPushMetadata metadata)
    {
        if (metadata.Spec?.Child("tier") is not { } tier || tier.Text("type") is not { Length: > 0 } type || type == "Standard")
        {
            return;
        }

        json.WriteString("Tier", type);
        if (tier.Has("policies"))
        {
            json.WriteString("Policies", GoJson.Format(tier.Map[new ByteString("policies")], GoJsonOptions.Raw));
        }
    }

    private static async ValueTask TagAsync(
        AwsStoreClient client, string name, AwsPushMetadata metadata, SortedDictionary<string, string> tags,
        SortedDictionary<string, string> wanted, CancellationToken ct)
    {
        if (!metadata.NamesTags)
        {
            return;
        }

        if (AwsPushMetadata.Superfluous(tags, wanted) is { Length: > 0 } superfluous)
        {
            await client.SendAsync("RemoveTagsFromResource", name, json =>
            {
                WriteResource(json, name);
                AwsJson.WriteTexts(json, "TagKeys", superfluous);
            }, ct);
        }

        if (AwsPushMetadata.Differs(tags, wanted))
        {
            await client.SendAsync("AddTagsToResource", name, json =>
            {
                WriteResource(json, name);
                AwsJson.WriteTags(json, wanted);
            }, ct);
        }
    }
}
