using System.Text.Json;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.SecretsManager;

/// <summary>AWS Secrets Manager (spec external-secrets.md 3.6).</summary>
internal sealed partial class SecretsManagerStore : IWritableSecretStore
{
    private const string CurrentStage = "AWSCURRENT";
    private const string VersionIdPrefix = "uuid/";

    private readonly AwsStoreSettings _settings;
    private readonly AwsStoreAccess _access;
    private readonly RecentReads _recent;
    private readonly bool _forcesDeletion;
    private readonly long? _recoveryDays;

    /// <summary>Makes it; sends nothing.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: a field is wrong.</exception>
    public SecretsManagerStore(AwsStoreSettings settings)
    {
        _settings = settings;
        _access = new(settings);
        _recent = new(settings.Context.Host.Clock);
        if (settings.Fields.Child("secretsManager") is { } own)
        {
            _forcesDeletion = own.Flag("forceDeleteWithoutRecovery");
            _recoveryDays = own.Integer("recoveryWindowInDays") switch
            {
                null or 0 => null,
                { } days and >= 7 and <= 30 => days,
                _ => throw own.Wrong("recoveryWindowInDays", "expected a number of days from 7 to 30"),
            };
            if (_forcesDeletion && _recoveryDays is not null)
            {
                throw own.Wrong("", "forceDeleteWithoutRecovery and recoveryWindowInDays exclude each other");
            }
        }
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    private string Provider => _settings.Service.Provider;

    /// <inheritdoc/>
    public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => _access.ValidateAsync(ct);

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ct.ThrowIfCancellationRequested();
        var key = _settings.Prefix + reference.Key;
        var version = reference.IsMetadata ? "tags" : reference.Version.Length > 0 ? $"version {reference.Version}" : "";
        if (!_recent.TryGet(key, version, out var value))
        {
            var client = await _access.ClientAsync(ct);
            value = reference.IsMetadata ? await ReadTagsAsync(client, key, ct) : await ReadAsync(client, key, reference.Version, ct);
            _recent.Add(key, version, value);
        }

        return AwsStoreReading.Property(value, reference, Provider);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        AwsStoreReading.Map(await GetAsync(reference, ct), reference, Provider);

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        return await new SecretsManagerSearch(search, Provider).RunAsync(await _access.ClientAsync(ct), ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A whole secret; null where there is none, or where it is about to be deleted.</summary>
    internal static async ValueTask<SecretValue?> ReadAsync(AwsStoreClient client, string key, string version, CancellationToken ct)
    {
        JsonElement response;
        try
        {
            response = await client.SendAsync("GetSecretValue", key, json =>
            {
                json.WriteString("SecretId", key);
                if (version.StartsWith(VersionIdPrefix, StringComparison.Ordinal))
                {
                    json.WriteString("VersionId", version[VersionIdPrefix.Length..]);
                }
                else
                {
                    json.WriteString("VersionStage", version.Length > 0 ? version : CurrentStage);
                }
            }, ct);
        }
        catch (ProviderException failure) when (
            client.IsMissing(failure) || failure.Failure.Code == AwsStoreClient.Deleted)
        {
            return null;
        }

        return ValueOf(response) ?? throw client.Failure(
            ProviderFault.InvalidResponse, "GetSecretValue", key, "the response holds neither a text nor bytes");
    }

    /// <summary>The value in a response, or null.</summary>
    internal static SecretValue? ValueOf(JsonElement response) =>
        response.TryGetProperty("SecretBinary", out var binary) && binary.ValueKind == JsonValueKind.String
            && binary.TryGetBytesFromBase64(out var bytes) ? new(bytes)
            : AwsJson.Text(response, "SecretString") is { } text ? SecretValue.OfText(text)
            : null;

    private static async ValueTask<SecretValue?> ReadTagsAsync(AwsStoreClient client, string key, CancellationToken ct) =>
        await DescribeAsync(client, key, ct) is { } secret ? AwsStoreReading.TagsOf(AwsJson.Tags(secret, "Tags")) : null;

    private static ValueTask<JsonElement?> DescribeAsync(AwsStoreClient client, string key, CancellationToken ct) =>
        client.TrySendAsync("DescribeSecret", key, json => json.WriteString("SecretId", key), ct);
}
