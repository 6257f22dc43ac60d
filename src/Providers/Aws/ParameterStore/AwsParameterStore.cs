using System.Text.Json;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.ParameterStore;

/// <summary>AWS Systems Manager Parameter Store (spec external-secrets.md 3.6).</summary>
/// <param name="settings">What the manifest has.</param>
internal sealed partial class AwsParameterStore(AwsStoreSettings settings) : IWritableSecretStore
{
    private readonly AwsStoreAccess _access = new(settings);

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    private string Provider => settings.Service.Provider;

    /// <inheritdoc/>
    public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => _access.ValidateAsync(ct);

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);

        // A version is a number or a label. Tags belong to all of them.
        var name = settings.Prefix + reference.Key;
        var version = reference.Version.Length > 0 ? $"{name}:{reference.Version}" : name;
        var client = await _access.ClientAsync(ct);
        var value = reference.IsMetadata ? await ReadTagsAsync(client, name, ct) : await ReadAsync(client, version, ct);
        return AwsStoreReading.Property(value, reference, Provider);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        AwsStoreReading.Map(await GetAsync(reference, ct), reference, Provider);

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        return await new ParameterSearch(search, Provider).RunAsync(await _access.ClientAsync(ct), ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The value of a parameter; null where there is none.</summary>
    internal static async ValueTask<SecretValue?> ReadAsync(AwsStoreClient client, string name, CancellationToken ct)
    {
        const string Operation = "GetParameter";
        JsonElement response;
        try
        {
            response = await client.SendAsync(Operation, name, json =>
            {
                json.WriteString("Name", name);
                json.WriteBoolean("WithDecryption", true);
            }, ct);
        }
        catch (ProviderException failure) when (client.IsMissing(failure))
        {
            return null;
        }

        return response.TryGetProperty("Parameter", out var parameter) && parameter.ValueKind == JsonValueKind.Object
            && AwsJson.Text(parameter, "Value") is { } value ? SecretValue.OfText(value)
            : throw client.Failure(ProviderFault.InvalidResponse, Operation, name, "the response holds no value");
    }

    private static async ValueTask<SortedDictionary<string, string>?> TagsAsync(
        AwsStoreClient client, string name, CancellationToken ct)
    {
        try
        {
            var response = await client.SendAsync("ListTagsForResource", name, json => WriteResource(json, name), ct);
            return AwsJson.Tags(response, "TagList");
        }
        catch (ProviderException failure) when (client.IsMissing(failure))
        {
            return null;
        }
    }

    private static async ValueTask<SecretValue?> ReadTagsAsync(AwsStoreClient client, string name, CancellationToken ct) =>
        await TagsAsync(client, name, ct) is { } tags ? AwsStoreReading.TagsOf(tags) : null;

    private static void WriteResource(Utf8JsonWriter json, string name)
    {
        json.WriteString("ResourceType", "Parameter");
        json.WriteString("ResourceId", name);
    }
}
