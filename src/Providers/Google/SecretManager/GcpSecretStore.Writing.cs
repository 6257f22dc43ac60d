using System.Text.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Google.SecretManager;

/// <content>Writing: labels say what is ours, and nothing else is touched.</content>
internal sealed partial class GcpSecretStore
{
    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var target = push.Target;
        if (target.Property.Length > 0 && push.Metadata is not null)
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, SecretManagerClient.Provider, "push", target.Key),
                $"cannot specify metadata and property at the same time");
        }

        var payload = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
        var settings = PushMetadata.SpecOf(push.Metadata, SecretManagerClient.Provider);
        var keepsLabels = (settings?.Text("mergePolicy") ?? "") switch
        {
            "" or "Replace" => false,
            "Merge" => true,
            _ => throw settings!.Wrong("mergePolicy", "expected Replace or Merge"),
        };
        var client = await ClientAsync(ct);
        var name = client.NameOf(target.Key);
        var secret = await TryGetAsync(client, name, ct) ?? await CreateAsync(client, target.Key, settings, ct);
        var (annotations, labels) = (SecretManagerClient.Map(secret, "annotations"), SecretManagerClient.Map(secret, "labels"));
        if (labels.GetValueOrDefault(OwnershipMark.Name) != OwnershipMark.Value)
        {
            throw new ProviderException(
                new(ProviderFault.NotManaged, SecretManagerClient.Provider, "push", target.Key),
                $"secret {target.Key} is not managed by external secrets");
        }

        // A property leaves the labels and annotations of the others alone.
        if (target.Property.Length == 0)
        {
            await LabelAsync(client, name, secret, settings, keepsLabels, annotations, labels, ct);
        }

        var current = await CurrentAsync(client, name, ct);
        payload = PropertyChange.Apply(current, target, payload, SecretManagerClient.Provider, SecretProperties.KeyThenPath);
        if (payload.IsSame(current))
        {
            return;
        }

        await client.WriteAsync(HttpMethod.Post, "AddSecretVersion", name, ":addVersion", json =>
        {
            json.WriteStartObject("payload");
            json.WriteBase64String("data", payload.Bytes.Span);
            json.WriteEndObject();
        }, ct);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        var client = await ClientAsync(ct);
        var name = client.NameOf(target.Key);
        if (await TryGetAsync(client, name, ct) is not { } secret
            || SecretManagerClient.Map(secret, "labels").GetValueOrDefault(OwnershipMark.Name) != OwnershipMark.Value)
        {
            return;
        }

        try
        {
            await client.DeleteAsync(name, SecretManagerClient.Text(secret, "etag"), ct);
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            // Another was faster: it is gone, as wanted.
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            return await NewestEnabledAsync(await ClientAsync(ct), target.Key, ct) is not null;
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            return false;
        }
    }

    private static async ValueTask<JsonElement?> TryGetAsync(SecretManagerClient client, string name, CancellationToken ct)
    {
        try
        {
            return await client.GetAsync("GetSecret", name, "", ct);
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            return null;
        }
    }

    private static async ValueTask<SecretValue?> CurrentAsync(SecretManagerClient client, string name, CancellationToken ct)
    {
        try
        {
            return await AccessAsync(client, $"{name}/versions/{Latest}", ct);
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            return null;
        }
    }

    private async ValueTask<JsonElement> CreateAsync(SecretManagerClient client, string key, StoreFields? settings, CancellationToken ct)
    {
        var places = settings?.Texts("replicationLocations") ?? [];
        if (places.Count == 0 && settings?.Text("replicationLocation") is { Length: > 0 } place)
        {
            places = [place];
        }

        var encryption = settings?.Text("cmekKeyName") ?? "";
        var topics = settings?.Texts("topics") ?? [];
        return await client.WriteAsync(
            HttpMethod.Post, "CreateSecret", client.Parent, "/secrets?secretId=" + Credentials.GoogleText.QueryEscape(key), json =>
        {
            json.WriteStartObject("labels");
            json.WriteString(OwnershipMark.Name, OwnershipMark.Value);
            json.WriteEndObject();
            if (topics.Count > 0)
            {
                json.WriteStartArray("topics");
                foreach (var topic in topics)
                {
                    json.WriteStartObject();
                    json.WriteString("name", topic);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            // Regional secrets have none.
            if (_location.Length == 0)
            {
                json.WriteStartObject("replication");
                WriteReplication(json, places, encryption);
                json.WriteEndObject();
            }
        }, ct);
    }

    private static void WriteReplication(Utf8JsonWriter json, IReadOnlyList<string> places, string encryption)
    {
        if (places.Count == 0)
        {
            json.WriteStartObject("automatic");
            WriteEncryption(json, encryption);
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject("userManaged");
        json.WriteStartArray("replicas");
        foreach (var place in places)
        {
            json.WriteStartObject();
            json.WriteString("location", place);
            WriteEncryption(json, encryption);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEncryption(Utf8JsonWriter json, string key)
    {
        if (key.Length > 0)
        {
            json.WriteStartObject("customerManagedEncryption");
            json.WriteString("kmsKeyName", key);
            json.WriteEndObject();
        }
    }

    private static async ValueTask LabelAsync(
        SecretManagerClient client, string name, JsonElement secret, StoreFields? settings, bool keepsLabels,
        SortedDictionary<string, string> annotations, SortedDictionary<string, string> labels, CancellationToken ct)
    {
        var wantedAnnotations = new SortedDictionary<string, string>(Dictionary(settings, "annotations"), StringComparer.Ordinal);
        var wantedLabels = new SortedDictionary<string, string>(Dictionary(settings, "labels"), StringComparer.Ordinal);
        if (keepsLabels)
        {
            foreach (var (label, value) in labels)
            {
                wantedLabels[label] = value;
            }
        }

        wantedLabels[OwnershipMark.Name] = OwnershipMark.Value;
        if (annotations.SequenceEqual(wantedAnnotations) && labels.SequenceEqual(wantedLabels))
        {
            return;
        }

        await client.WriteAsync(HttpMethod.Patch, "UpdateSecret", name, "?updateMask=labels,annotations", json =>
        {
            json.WriteString("name", name);
            json.WriteString("etag", SecretManagerClient.Text(secret, "etag"));
            Write(json, "labels", wantedLabels);
            Write(json, "annotations", wantedAnnotations);
        }, ct);
    }

    private static Dictionary<string, string> Dictionary(StoreFields? settings, string name) =>
        settings is null ? [] : new(settings.TextMap(name), StringComparer.Ordinal);
}
