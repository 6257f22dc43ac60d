using System.Text.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Providers.Vault.Store;

/// <content>Writing: metadata say what is ours, and nothing else is touched (goldens providers, rest.md, part 1).</content>
internal sealed partial class VaultSecretStore
{
    private const string CustomMetadata = "custom_metadata";

    private static readonly byte[] Mark = """{"custom_metadata":{"managed-by":"external-secrets"}}"""u8.ToArray();

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var (key, property) = (push.Target.Key, push.Target.Property);
        var value = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
        var client = await ClientAsync(ct);
        using var secret = await client.ReadAsync(key, "", ct);
        if (!secret.IsMissing && await OwnerAsync(client, secret, key, ct) != OwnershipMark.Value)
        {
            throw Failure(ProviderFault.NotManaged, "push", key, "secret not managed by external-secrets");
        }

        using var incoming = property.Length == 0 ? Parse(value, key) : null;
        var old = Members(secret);
        var members = incoming is null ? old : Members(incoming.RootElement);
        if (property.Length > 0)
        {
            if (members.TryGetValue(property, out var held) && HoldsText(held, value))
            {
                return;
            }

            members[property] = JsonText(value);
        }
        else if (!secret.IsMissing && KvJson.Format(members).AsSpan().SequenceEqual(KvJson.Format(old)))
        {
            return;
        }

        if (client.Paths.IsVersioned)
        {
            await client.WriteMetadataAsync(key, Mark, ct);
        }

        await WriteAsync(client, secret, key, members, ct);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var client = await ClientAsync(ct);
        using var secret = await client.ReadAsync(target.Key, "", ct);
        if (secret.IsMissing || await OwnerAsync(client, secret, target.Key, ct) != OwnershipMark.Value)
        {
            return;
        }

        if (target.Property.Length > 0)
        {
            var members = Members(secret);
            members.Remove(target.Property);
            if (members.Count > 0)
            {
                await WriteAsync(client, secret, target.Key, members, ct);
                return;
            }
        }

        await client.DeleteAsync(target.Key, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var client = await ClientAsync(ct);
        using var secret = await client.ReadAsync(target.Key, "", ct);
        return !secret.IsMissing && (target.Property.Length == 0 || VaultResponse.Member(secret.Content, target.Property) is not null
            || SecretProperties.Path(new(KvJson.Format(secret.Content)), target.Property) is not null);
    }

    private async ValueTask WriteAsync(
        KvClient client, KvSecret old, string key, Dictionary<string, JsonElement> members, CancellationToken ct)
    {
        if (!client.Paths.IsVersioned)
        {
            using var mark = JsonDocument.Parse(Mark);
            members[CustomMetadata] = mark.RootElement.GetProperty(CustomMetadata);
            await client.WriteAsync(key, KvJson.Format(members), null, ct);
            return;
        }

        // Of a deleted secret the next version follows the deleted one: 0 is refused (goldens vault, behaviour.md, KV).
        await client.WriteAsync(key, KvJson.Format(members), _settings.ChecksVersions ? old.Version ?? (old.IsMissing ? 0 : 1) : null, ct);
    }

    // Version 1 keeps the mark within the secret.
    private static async ValueTask<string?> OwnerAsync(KvClient client, KvSecret secret, string key, CancellationToken ct) =>
        client.Paths.IsVersioned
            ? await client.MetadataAsync(key, ct) is { } metadata ? metadata.GetValueOrDefault(OwnershipMark.Name) : null
            : VaultResponse.Text(VaultResponse.Member(secret.Content, CustomMetadata), OwnershipMark.Name);

    private Dictionary<string, JsonElement> Members(KvSecret secret)
    {
        var members = secret.IsMissing ? new(StringComparer.Ordinal) : Members(secret.Content);
        if (!_settings.Paths.IsVersioned)
        {
            members.Remove(CustomMetadata);
        }

        return members;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement map)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    private static bool HoldsText(JsonElement held, SecretValue value) =>
        held.ValueKind == JsonValueKind.String && held.ValueEquals(value.Bytes.Span);

    private static JsonElement JsonText(SecretValue value)
    {
        using var document = JsonDocument.Parse(Core.Data.Json.GoJson.Format(
            Core.Data.Value.Of(value.Bytes.Span), Core.Data.Json.GoJsonOptions.Compact));
        return document.RootElement.Clone();
    }

    private static JsonDocument Parse(SecretValue value, string key)
    {
        try
        {
            var document = JsonDocument.Parse(value.Bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // Its text may quote the value.
        }

        throw new ProviderException(
            new(ProviderFault.InvalidRequest, VaultFailures.Provider, "push", key),
            $"error unmarshalling vault secret: the value is not a JSON object")
        {
            Hint = "Vault holds maps: name a property for the value",
        };
    }
}
