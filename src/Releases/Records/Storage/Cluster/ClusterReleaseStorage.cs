using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Storage.Cluster;

/// <summary>Records in Secrets or ConfigMaps of a cluster.</summary>
public sealed class ClusterReleaseStorage : IReleaseStorage
{
    /// <summary>Most bytes of the data of a Secret or a ConfigMap; API servers refuse more.</summary>
    public const int MaxObjectBytes = 1024 * 1024;

    // A page of the largest records is below the limit of a response; nearly all namespaces have fewer.
    private const string PageSize = "150";

    private readonly ApiClient _client;
    private readonly TimeProvider _clock;

    private ClusterReleaseStorage(ApiClient client, string ns, StorageDriver driver, TimeProvider clock) =>
        (_client, Namespace, Driver, _clock) = (client, ns, driver, clock);

    /// <inheritdoc/>
    public StorageDriver Driver { get; }

    /// <inheritdoc/>
    public string Namespace { get; }

    /// <inheritdoc/>
    public long MaxPayloadBytes => MaxObjectBytes;

    private string Resource => Driver == StorageDriver.Secret ? "secrets" : "configmaps";

    private string Collection => Namespace.Length == 0 ? $"/api/v1/{Resource}"
        : $"/api/v1/namespaces/{Uri.EscapeDataString(Namespace)}/{Resource}";

    /// <summary>Records in Secrets.</summary>
    /// <param name="client">Of the cluster. Lent.</param>
    /// <param name="ns">The namespace of the records; empty for all.</param>
    /// <param name="clock">For the times of changes.</param>
    public static ClusterReleaseStorage InSecrets(ApiClient client, string ns, TimeProvider clock) =>
        new(client, ns, StorageDriver.Secret, clock);

    /// <summary>Records in ConfigMaps.</summary>
    /// <inheritdoc cref="InSecrets"/>
    public static ClusterReleaseStorage InConfigMaps(ApiClient client, string ns, TimeProvider clock) =>
        new(client, ns, StorageDriver.ConfigMap, clock);

    /// <inheritdoc/>
    public Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var labels = UnixTime.Mark(record.Labels, ReleaseLabels.CreatedAt, _clock);
        var request = new ApiRequest(HttpMethod.Post, Collection) { Body = Body(record, labels) };
        return ChangeAsync(StorageOperation.Create, record.Name, request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var labels = UnixTime.Mark(record.Labels, ReleaseLabels.ModifiedAt, _clock);
        var request = new ApiRequest(HttpMethod.Put, PathOf(record.Name)) { Body = Body(record, labels) };
        return ChangeAsync(StorageOperation.Update, record.Name, request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        try
        {
            var item = await _client.SendAsync(new(HttpMethod.Get, PathOf(key.ToString())), cancellationToken);
            return RecordObject.Read(item, Driver);
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            return null;
        }
        catch (SecretsKitException failure)
        {
            throw Failure(StorageOperation.Get, key.ToString(), failure);
        }
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken) =>
        ChangeAsync(StorageOperation.Delete, key.ToString(), new(HttpMethod.Delete, PathOf(key.ToString())), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var labels = string.Join(',', selector.Labels.Select(label => $"{label.Key}={label.Value}"));
        List<StoredRecord> records = [];
        var more = "";
        do
        {
            List<KeyValuePair<string, string>> query = [new("labelSelector", labels), new("limit", PageSize)];
            if (more.Length > 0)
            {
                query.Add(new("continue", more));
            }

            var page = await PageAsync(selector, query, cancellationToken);
            foreach (var item in page?[new("items")].AsList is { } items ? items.Items : [])
            {
                records.Add(RecordObject.Read(item, Driver));
            }

            var next = page?[new("metadata")].AsMap?[new("continue")] ?? Value.Nil;
            more = next.IsString ? new ByteString(next.StringBytes.AsMemory()).RevealText() : "";
        }
        while (more.Length > 0);

        return records;
    }

    private async Task<MapValue?> PageAsync(RecordSelector selector, List<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        try
        {
            return (await _client.SendAsync(new(HttpMethod.Get, Collection) { Query = query }, ct)).AsMap;
        }
        catch (SecretsKitException failure)
        {
            throw Failure(selector.Release is null ? StorageOperation.List : StorageOperation.Query, "", failure);
        }
    }

    private async Task<StorageOutcome> ChangeAsync(StorageOperation operation, string name, ApiRequest request, CancellationToken ct)
    {
        try
        {
            await _client.SendAsync(request, ct);
            return StorageOutcome.Done;
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            return StorageOutcome.AlreadyExists;
        }
        catch (ApiException failure) when (failure.Status.IsNotFound && operation != StorageOperation.Create)
        {
            // A namespace that is not there is named in the answer to a creation alone, which is a failure.
            return StorageOutcome.NotFound;
        }
        catch (SecretsKitException failure)
        {
            throw Failure(operation, name, failure);
        }
    }

    private SecretsKitException Failure(StorageOperation operation, string name, SecretsKitException failure)
    {
        var hint = failure is ApiException { Cause: AccessDeniedCause }
            ? $"releases need the verbs get, list, create, update and delete on {Resource}"
            : failure.Hint;
        return new StorageCause(operation, Driver, Namespace, name).ToException(failure.Message, failure, hint);
    }

    private HttpBody Body(StoredRecord record, IReadOnlyDictionary<string, string> labels) =>
        HttpBody.FromBytes(GoJson.Format(RecordObject.Of(record, labels, Driver), GoJsonOptions.Compact), ApiMedia.Json);

    private string PathOf(string name) => $"{Collection}/{Uri.EscapeDataString(name)}";
}
