using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Listing;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Records.History;

/// <summary>
/// Releases in a storage: what operations read and write. Each method is one request, but <see cref="CreateAsync"/>, which deletes what the
/// limit of the history asks for first. Safe on all threads.
/// </summary>
/// <param name="storage">Of one namespace, or of all. Lent.</param>
/// <param name="generation">Whose records are written.</param>
public sealed class ReleaseStore(IReleaseStorage storage, HelmGeneration generation)
{
    // Characters. The start of a server's sentence says what is wrong.
    private const int ShortDescription = 1024;

    /// <summary>The storage below.</summary>
    public IReleaseStorage Storage { get; } = storage;

    /// <summary>All revisions of a release; none if there is no such release.</summary>
    /// <exception cref="SecretsKitException">The storage failed.</exception>
    public async Task<ReleaseHistory> LoadHistoryAsync(string name, CancellationToken cancellationToken) =>
        new(name, await Storage.ListAsync(RecordSelector.Of(name), cancellationToken));

    /// <summary>One revision; null if there is none. Its labels are those of its user.</summary>
    /// <exception cref="SecretsKitException">The storage failed, or the record is damaged.</exception>
    public async Task<Release?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var release = (await Storage.GetAsync(key, cancellationToken))?.Read();
        return release?.WithLabels(ReleaseLabels.Custom(release.Labels));
    }

    /// <summary>What <c>list</c> shows.</summary>
    /// <exception cref="SecretsKitException">The storage failed.</exception>
    public async Task<IReadOnlyList<ReleaseSummary>> ListAsync(ReleaseListQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Select(await Storage.ListAsync(RecordSelector.All, cancellationToken));
    }

    /// <summary>
    /// Fails if the record of a release would be too large for the storage, with the state that operations note later. Called before
    /// anything is applied; <see cref="CreateAsync"/> does so too.
    /// </summary>
    /// <exception cref="SecretsKitException">It would be; the cause is a <see cref="RecordSizeCause"/>.</exception>
    public void CheckSize(Release release) => EncodeNew(release);

    /// <summary>Adds a revision, having deleted the oldest ones beyond the limit.</summary>
    /// <param name="release">The new revision, its labels those of its user, perhaps with those of the revision before.</param>
    /// <param name="history">The revisions that there are.</param>
    /// <param name="limit">How many revisions to keep, this one among them; 0 or less for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see cref="StorageOutcome.Done"/> or <see cref="StorageOutcome.AlreadyExists"/>.</returns>
    /// <exception cref="SecretsKitException">
    /// The record is too large, which is found before anything is changed; or the storage failed.
    /// </exception>
    public async Task<StorageOutcome> CreateAsync(Release release, ReleaseHistory history, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        var record = EncodeNew(release);
        await DeleteAsync(history.ToPrune(limit), cancellationToken);
        return await Storage.CreateAsync(record, cancellationToken);
    }

    /// <summary>
    /// Replaces the record of a revision. A description that makes it too large is shortened: that an operation ended must be recorded.
    /// </summary>
    /// <returns><see cref="StorageOutcome.Done"/> or <see cref="StorageOutcome.NotFound"/>.</returns>
    /// <exception cref="SecretsKitException">The record is too large all the same, or the storage failed.</exception>
    public Task<StorageOutcome> UpdateAsync(Release release, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        var record = RecordCodec.Encode(release, generation);
        if (record.Payload!.Value.Length > Storage.MaxPayloadBytes && release.Description.Length > ShortDescription)
        {
            record = RecordCodec.Encode(release.With(release.Status, release.Description[..ShortDescription] + "…"), generation);
        }

        return record.Payload!.Value.Length <= Storage.MaxPayloadBytes
            ? Storage.UpdateAsync(record, cancellationToken)
            : throw RecordSize.Check(record, release, Storage.MaxPayloadBytes)!.ToException();
    }

    /// <summary>Deletes records; those that are gone already do not matter. All are tried, then the first failure is thrown.</summary>
    /// <exception cref="SecretsKitException">The storage failed.</exception>
    public async Task DeleteAsync(IEnumerable<StoredRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        SecretsKitException? first = null;
        foreach (var record in records)
        {
            try
            {
                await Storage.DeleteAsync(KeyOf(record), cancellationToken);
            }
            catch (SecretsKitException failure)
            {
                first ??= failure;
            }
        }

        if (first is not null)
        {
            throw first;
        }
    }

    // By what it says it is, as Helm does; by its labels if it does not.
    private static RecordKey KeyOf(StoredRecord record) =>
        record.Summary is { } summary ? new(summary.Name, summary.Revision) : new(record.Release, record.Revision);

    private StoredRecord EncodeNew(Release release)
    {
        var record = RecordCodec.Encode(release, generation);
        return RecordSize.Check(record, release, Storage.MaxPayloadBytes) is { } cause ? throw cause.ToException() : record;
    }
}
