using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Secrets;

/// <content>Writing: a tag says what is ours, and nothing else is touched.</content>
internal sealed partial class AzureSecretStore
{
    // What a vault says of a name whose object was deleted and can still be recovered.
    private const string DeletedCode = "ObjectIsDeletedButRecoverable";

    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstRecoveryWait = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var target = AzureObject.Parse(push.Target.Key);
        var settings = AzurePushSettings.Read(push.Metadata);
        var value = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
        if (push.Target.Property.Length > 0 && target.Kind != AzureObjectKind.Secret)
        {
            throw Failure(ProviderFault.Unsupported, "push", push.Target.Key, $"a {target.Noun} has no properties: remove the property");
        }

        var api = await ApiAsync(ct);
        var held = await HeldAsync(api, target, "", ct);
        RequireOwn(held, target);
        await (target.Kind switch
        {
            AzureObjectKind.Secret => PushSecretAsync(api, target, held, Changed(push.Target, held, value), settings, ct),
            AzureObjectKind.Key => PushKeyAsync(api, target, held, value, settings, ct),
            _ => PushCertificateAsync(api, target, held, value, settings, ct),
        });
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var named = AzureObject.Parse(target.Key);
        var api = await ApiAsync(ct);
        if (await HeldAsync(api, named, "", ct) is not { } held || !IsOwn(held))
        {
            return;
        }

        if (target.Property.Length > 0 && named.Kind == AzureObjectKind.Secret)
        {
            var current = new SecretValue(named.ValueOf(held));
            if (PropertyRemoval.Remove(current, target.Property) is { } rest)
            {
                var tags = AzureMetadata.TagsOf(held);
                tags.Remove(OwnershipMark.Name);
                await PushSecretAsync(api, named, held, rest, new(tags, null, held.Child("attributes").Number("exp")), ct);
                return;
            }
        }

        await api.TrySendAsync(
            HttpMethod.Delete, $"/{named.Collection}/{named.Name}", null, $"delete {named.Noun}", named.Name, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var named = AzureObject.Parse(target.Key);
        return await HeldAsync(await ApiAsync(ct), named, "", ct) is { } held
            && (target.Property.Length == 0 || named.Kind != AzureObjectKind.Secret
                || SecretProperties.PathThenKey(new(named.ValueOf(held)), target.Property) is not null);
    }

    // A property is set in the JSON that the secret is.
    private static SecretValue Changed(PushTarget target, JsonFields? held, SecretValue value)
    {
        var current = held?.Bytes("value") is { } bytes ? new SecretValue(bytes) : null;
        return PropertyChange.Apply(current, target, value, AzureFailures.Vault, SecretProperties.PathThenKey);
    }

    private async Task PushSecretAsync(
        AzureVaultApi api, AzureObject target, JsonFields? held, SecretValue value, AzurePushSettings settings, CancellationToken ct)
    {
        var (type, expires) = (held?.Text("contentType"), held?.Child("attributes").Number("exp"));
        if (held?.Bytes("value").AsSpan().SequenceEqual(value.Bytes.Span) == true && expires == settings.Expires
            && (settings.ContentType is null || settings.ContentType == type) && HasTags(held, settings))
        {
            return;
        }

        await WriteAsync(api, target, HttpMethod.Put, $"/secrets/{target.Name}", "set secret", settings, json =>
        {
            json.WriteString("value", value.Bytes.Span);
            json.WriteStartObject("attributes");
            json.WriteBoolean("enabled", true);
            if (settings.Expires is { } end)
            {
                json.WriteNumber("exp", end);
            }

            json.WriteEndObject();
            if ((settings.ContentType ?? type) is { } contentType)
            {
                json.WriteString("contentType", contentType);
            }
        }, ct);
    }

    private async Task PushKeyAsync(
        AzureVaultApi api, AzureObject target, JsonFields? held, SecretValue value, AzurePushSettings settings, CancellationToken ct)
    {
        using var key = AzureImport.Key(value, target.Name);
        if (held is { } there && key.IsHeldIn(there.Child("key")) && HasTags(held, settings))
        {
            return;
        }

        await WriteAsync(api, target, HttpMethod.Put, $"/keys/{target.Name}", "import key", settings, key.Write, ct);
    }

    private async Task PushCertificateAsync(
        AzureVaultApi api, AzureObject target, JsonFields? held, SecretValue value, AzurePushSettings settings, CancellationToken ct)
    {
        var certificate = AzureImport.Certificate(value, target.Name);
        if (held is { } there && target.ValueOf(there).AsSpan().SequenceEqual(certificate) && HasTags(held, settings))
        {
            return;
        }

        await WriteAsync(api, target, HttpMethod.Post, $"/certificates/{target.Name}/import", "import certificate", settings,
            json => json.WriteBase64String("value", value.Bytes.Span), ct);
    }

    // A vault keeps what was deleted for some time, and its name with it: it is recovered, and then written if it was ours.
    private async Task WriteAsync(AzureVaultApi api, AzureObject target, HttpMethod method, string path, string operation,
        AzurePushSettings settings, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        using var body = new WipedBuffer<byte>();
        using (var json = new Utf8JsonWriter(body, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteStartObject("tags");
            json.WriteString(OwnershipMark.Name, OwnershipMark.Value);
            foreach (var (tag, text) in settings.Tags)
            {
                json.WriteString(tag, text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        try
        {
            await api.SendAsync(method, path, body.GetWritten(), operation, target.Name, ct);
            return;
        }
        catch (ProviderException failure) when (failure.Failure is { Status: 409, Code: DeletedCode })
        {
            // It comes back below.
        }

        await RecoverAsync(api, target, ct);
        await api.SendAsync(method, path, body.GetWritten(), operation, target.Name, ct);
    }

    private async Task RecoverAsync(AzureVaultApi api, AzureObject target, CancellationToken ct)
    {
        var operation = $"recover {target.Noun}";
        await api.SendAsync(HttpMethod.Post, $"/deleted{target.Collection}/{target.Name}/recover", null, operation, target.Name, ct);
        var clock = _context.Host.Clock;
        var wait = FirstRecoveryWait;
        for (var waited = TimeSpan.Zero; ; waited += wait, wait *= 2)
        {
            if (await HeldAsync(api, target, "", ct) is { } held)
            {
                RequireOwn(held, target);
                return;
            }

            if (waited + wait > RecoveryPatience)
            {
                throw Failure(ProviderFault.TimedOut, operation, target.Name, "what was recovered is not yet there");
            }

            await Task.Delay(wait, clock, ct);
        }
    }

    private static bool IsOwn(JsonFields held) =>
        AzureMetadata.TagsOf(held).GetValueOrDefault(OwnershipMark.Name) == OwnershipMark.Value;

    private static bool HasTags(JsonFields? held, AzurePushSettings settings) =>
        held is { } there && settings.AreTagsOf(AzureMetadata.TagsOf(there));

    private static void RequireOwn(JsonFields? held, AzureObject target)
    {
        if (held is { } there && !IsOwn(there))
        {
            throw Failure(ProviderFault.NotManaged, "push", target.Name, $"the {target.Noun} is not managed by external-secrets");
        }
    }
}
