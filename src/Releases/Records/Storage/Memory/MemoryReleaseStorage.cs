using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Storage.Memory;

/// <summary>Records in this process, gone with it: for dry runs and tests.</summary>
/// <param name="ns">The namespace of the records; empty for all.</param>
/// <param name="clock">For the times of changes.</param>
public sealed class MemoryReleaseStorage(string ns, TimeProvider clock) : IReleaseStorage
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Name), StoredRecord> _records = [];

    private MemoryReleaseStorage(string ns, TimeProvider clock, MemoryReleaseStorage other)
        : this(ns, clock) => (_lock, _records) = (other._lock, other._records);

    /// <inheritdoc/>
    public StorageDriver Driver => StorageDriver.Memory;

    /// <inheritdoc/>
    public string Namespace => ns;

    /// <inheritdoc/>
    public long MaxPayloadBytes => long.MaxValue;

    /// <summary>The same records, seen from another namespace, or from all.</summary>
    public MemoryReleaseStorage In(string otherNamespace) => new(otherNamespace, clock, this);

    /// <inheritdoc/>
    public Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isNew = _records.TryAdd((ns, record.Name), Copy(record, ReleaseLabels.CreatedAt));
            return Task.FromResult(isNew ? StorageOutcome.Done : StorageOutcome.AlreadyExists);
        }
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_records.ContainsKey((ns, record.Name)))
            {
                return Task.FromResult(StorageOutcome.NotFound);
            }

            _records[(ns, record.Name)] = Copy(record, ReleaseLabels.ModifiedAt);
            return Task.FromResult(StorageOutcome.Done);
        }
    }

    /// <inheritdoc/>
    public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_records.GetValueOrDefault((ns, key.ToString())));
        }
    }

    /// <inheritdoc/>
    public Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(_records.Remove((ns, key.ToString())) ? StorageOutcome.Done : StorageOutcome.NotFound);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selector);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredRecord>>(
                [.. _records.Values.Where(record => (ns.Length == 0 || record.Namespace == ns) && selector.Includes(record))]);
        }
    }

    private StoredRecord Copy(StoredRecord record, string time) =>
        new(record.Name, ns, UnixTime.Mark(record.Labels, time, clock), record.Payload);
}
