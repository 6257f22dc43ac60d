using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Releases.Records.Storage;

/// <summary>
/// Where records of one namespace, or of all, lie. It neither reads nor makes payloads. Failures that no caller branches on are
/// <see cref="SecretsKitException"/>s with a <see cref="StorageCause"/>. Safe on all threads.
/// </summary>
public interface IReleaseStorage
{
    /// <summary>What carries the records.</summary>
    StorageDriver Driver { get; }

    /// <summary>The namespace of the records; empty for all, which can be listed only.</summary>
    string Namespace { get; }

    /// <summary>Most bytes of a payload; <see cref="long.MaxValue"/> if there is no limit.</summary>
    long MaxPayloadBytes { get; }

    /// <summary>Adds a record and notes when.</summary>
    /// <param name="record">Its payload and labels are stored; its namespace does not count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="StorageOutcome.Done"/> or <see cref="StorageOutcome.AlreadyExists"/>, which changes nothing.</returns>
    Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces a record, its labels too, and notes when.</summary>
    /// <returns><see cref="StorageOutcome.Done"/> or <see cref="StorageOutcome.NotFound"/>.</returns>
    Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken);

    /// <summary>One record; null if there is none.</summary>
    Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Removes a record.</summary>
    /// <returns><see cref="StorageOutcome.Done"/> or <see cref="StorageOutcome.NotFound"/>.</returns>
    Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>The records that a selector names, in no promised order; damaged ones too.</summary>
    Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken);
}
