using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>
/// Google Secret Manager (spec external-secrets.md 3.8). Unlike the reference it has no lock: stores and reads do not wait for each other.
/// </summary>
internal sealed partial class GcpSecretStore : IWritableSecretStore
{
    /// <summary>The kind of stores that manifests call <c>gcpsm</c>.</summary>
    public static SecretStoreKind Kind { get; } = new("gcpsm", (settings, context) => new GcpSecretStore(settings, context));

    /// <summary>The code of a failure that says that a version is disabled or destroyed.</summary>
    internal const string VersionGone = "VERSION_GONE";

    private const string Latest = "latest";

    private readonly StoreContext _context;
    private readonly GcpStoreCredentials _credentials;
    private readonly string _location;
    private readonly bool _fetchesEnabled;
    private readonly string? _testOnlyServer;

    private GcpSecretStore(MapValue settings, StoreContext context, string? testOnlyServer = null)
    {
        var fields = new StoreFields(settings, "spec.provider.gcpsm", SecretManagerClient.Provider);
        _context = context;
        _location = fields.Text("location");
        _fetchesEnabled = fields.Text("secretVersionSelectionPolicy") switch
        {
            "" or "LatestOrFail" => false,
            "LatestOrFetch" => true,
            _ => throw fields.Wrong("secretVersionSelectionPolicy", "it is neither LatestOrFail nor LatestOrFetch"),
        };
        _credentials = new(fields, context);
        _testOnlyServer = testOnlyServer;

        // It is a part of the server's name: no other letter can be in it.
        if (!_location.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            throw fields.Wrong("location", "it is no location");
        }
    }

    /// <summary>
    /// A store at another server, for tests. No variable does that: a token for Google must not go to whoever is named there.
    /// </summary>
    internal static GcpSecretStore TestOnlyCreate(MapValue settings, StoreContext context, string server) => new(settings, context, server);

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (_credentials.IsReferent)
        {
            return StoreValidation.Unknown;
        }

        try
        {
            // What is named is read; the service is not asked.
            await _credentials.ProjectAsync(ct);
            await _credentials.AuthenticatorAsync(ct);
            return StoreValidation.Ready;
        }
        catch (ProviderException failure)
        {
            return new(StoreReadiness.Failed, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var client = await ClientAsync(ct);
        if (reference.IsMetadata)
        {
            return await MetadataAsync(client, reference, ct);
        }

        var value = await ReadAsync(client, reference.Key, reference.Version, ct);
        if (value is null || reference.Property.Length == 0)
        {
            return value;
        }

        return SecretJson.IsValid(value.Bytes.Span) ? SecretProperties.KeyThenPath(value, reference.Property) ?? throw Missing(reference)
            : throw Failure(ProviderFault.InvalidResponse, reference.Key, "the secret is not JSON, so that it has no properties");
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        await GetAsync(reference, ct) is { } value
            ? SecretJson.RawMap(value.Bytes)
                ?? throw Failure(ProviderFault.InvalidResponse, reference.Key, "the secret is not a JSON object")
            : null;

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        var filter = search.Path.Length > 0 ? "name:" + search.Path : "";
        var byName = search.Name.Length > 0;
        if (!byName)
        {
            var tags = search.Tags is { Count: > 0 } wanted
                ? string.Join(' ', wanted.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"labels.{tag.Key}={tag.Value}"))
                : throw Failure(ProviderFault.InvalidSettings, "", "unexpected find operator");
            filter = filter.Length > 0 ? $"{tags} {filter}" : tags;
        }

        var matches = SecretNames.Matching(search, SecretManagerClient.Provider);
        var client = await ClientAsync(ct);
        var found = new SecretMap();
        await foreach (var item in client.ListAsync("ListSecrets", client.Parent, "secrets", filter, ct))
        {
            var name = SecretManagerClient.Text(item, "name").Split('/')[^1];
            if (matches(name) && name.StartsWith(search.Path, StringComparison.Ordinal))
            {
                found[name] = await ReadAsync(client, name, "", ct)
                    ?? throw Failure(ProviderFault.NotFound, name, "the secret has no version that can be read");
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<SecretManagerClient> ClientAsync(CancellationToken ct)
    {
        var project = await _credentials.ProjectAsync(ct);
        var host = _testOnlyServer
            ?? (_location.Length > 0 ? $"https://secretmanager.{_location}.rep.googleapis.com" : "https://secretmanager.googleapis.com");
        var parent = _location.Length > 0 ? $"projects/{project}/locations/{_location}" : $"projects/{project}";
        return new(_context.Host.Http, await _credentials.AuthenticatorAsync(ct), host, parent);
    }

    private async ValueTask<SecretValue?> ReadAsync(SecretManagerClient client, string key, string version, CancellationToken ct)
    {
        try
        {
            return await AccessAsync(client, $"{client.NameOf(key)}/versions/{(version.Length > 0 ? version : Latest)}", ct);
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            return null;
        }
        catch (ProviderException failure) when (version.Length == 0 && _fetchesEnabled && failure.Failure.Code == VersionGone)
        {
            if (await NewestEnabledAsync(client, key, ct) is { } name)
            {
                return await AccessAsync(client, name, ct);
            }

            throw;
        }
    }

    private static async ValueTask<SecretValue> AccessAsync(SecretManagerClient client, string name, CancellationToken ct)
    {
        var response = await client.GetAsync("AccessSecretVersion", name, ":access", ct);
        return response.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? !payload.TryGetProperty("data", out var data) ? SecretValue.Empty
                : data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes) ? new(bytes)
                : throw Failure(ProviderFault.InvalidResponse, name, "the payload is not base64")
            : throw Failure(ProviderFault.InvalidResponse, name, "the response has no payload");
    }

    private static async ValueTask<string?> NewestEnabledAsync(SecretManagerClient client, string key, CancellationToken ct)
    {
        var newest = (Name: (string?)null, Time: DateTimeOffset.MinValue);
        await foreach (var version in client.ListAsync("ListSecretVersions", client.NameOf(key), "versions", "state:ENABLED", ct))
        {
            var time = version.TryGetProperty("createTime", out var made) && made.ValueKind == JsonValueKind.String
                && made.TryGetDateTimeOffset(out var parsed) ? parsed : DateTimeOffset.MinValue;
            if (newest.Name is null || time > newest.Time)
            {
                newest = (SecretManagerClient.Text(version, "name"), time);
            }
        }

        return newest.Name;
    }

    private static async ValueTask<SecretValue?> MetadataAsync(SecretManagerClient client, RemoteRef reference, CancellationToken ct)
    {
        JsonElement secret;
        try
        {
            secret = await client.GetAsync("GetSecret", client.NameOf(reference.Key), "", ct);
        }
        catch (ProviderException failure) when (SecretManagerClient.IsMissing(failure))
        {
            return null;
        }

        var (annotations, labels) = (SecretManagerClient.Map(secret, "annotations"), SecretManagerClient.Map(secret, "labels"));
        const string Annotation = "annotations.";
        const string Label = "labels.";
        return reference.Property switch
        {
            "" => new(GoogleText.Json(json =>
            {
                Write(json, "annotations", annotations);
                Write(json, "labels", labels);
            })),
            "annotations" => Of(annotations),
            "labels" => Of(labels),
            var name when name.StartsWith(Annotation, StringComparison.Ordinal)
                && annotations.TryGetValue(name[Annotation.Length..], out var text) => SecretValue.OfText(text),
            var name when name.StartsWith(Label, StringComparison.Ordinal)
                && labels.TryGetValue(name[Label.Length..], out var text) => SecretValue.OfText(text),
            _ => throw Missing(reference),
        };
    }

    private static SecretValue Of(SortedDictionary<string, string> map) => new(GoogleText.Json(json =>
    {
        foreach (var (name, value) in map)
        {
            json.WriteString(name, value);
        }
    }));

    private static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static ProviderException Missing(RemoteRef reference) =>
        Failure(ProviderFault.NotFound, reference.Key, $"key {reference.Property} does not exist in secret {reference.Key}");

    private static ProviderException Failure(ProviderFault fault, string resource, string problem) =>
        new(new(fault, SecretManagerClient.Provider, "read", resource), $"{problem}") { Hint = SecretManagerClient.HintFor(fault) };
}
