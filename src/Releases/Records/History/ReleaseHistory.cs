using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.History;

/// <summary>
/// The revisions of one release as they were when they were read. Payloads are decoded when their revision is asked for. Damaged records
/// count for nothing, as with Helm, but that their names are taken.
/// </summary>
public sealed class ReleaseHistory
{
    /// <summary>Sorts what a storage found.</summary>
    /// <param name="name">The release.</param>
    /// <param name="records">Its records, in any order.</param>
    public ReleaseHistory(string name, IEnumerable<StoredRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        Name = name;
        var isReadable = records.ToLookup(record => record.Summary is not null);
        Revisions = [.. isReadable[true].OrderBy(record => record.Summary!.Revision)];
        Damaged = [.. isReadable[false].OrderBy(record => record.Name, StringComparer.Ordinal)];
    }

    /// <summary>The release.</summary>
    public string Name { get; }

    /// <summary>The revisions, the oldest first.</summary>
    public IReadOnlyList<StoredRecord> Revisions { get; }

    /// <summary>The records that cannot be read, by their names.</summary>
    public IReadOnlyList<StoredRecord> Damaged { get; }

    /// <summary>The latest revision; null if there is none.</summary>
    public StoredRecord? Last => Revisions.Count == 0 ? null : Revisions[^1];

    /// <summary>
    /// The revisions whose label says that they are deployed, the oldest first: more than one after an operation that was killed.
    /// </summary>
    public IReadOnlyList<StoredRecord> Deployed => [.. Revisions.Where(record => record.Status == ReleaseStatus.Deployed)];

    /// <summary>The latest revision that is deployed; null if none is.</summary>
    public StoredRecord? LastDeployed => Revisions.LastOrDefault(record => record.Status == ReleaseStatus.Deployed);

    /// <summary>The number of the next revision: one more than that of the last, 1 for the first.</summary>
    public int NextRevision => (Last?.Summary!.Revision ?? 0) + 1;

    /// <summary>The revision of a number; null if there is none.</summary>
    public StoredRecord? Find(int revision) => Revisions.FirstOrDefault(record => record.Summary!.Revision == revision);

    /// <summary>
    /// The revisions to delete before another is added: the oldest ones, as many as the limit asks for, and never the one that was deployed
    /// last (spec helm.md 6.4). Damaged records neither count nor go.
    /// </summary>
    /// <param name="limit">How many revisions to keep, the next one among them; 0 or less for all.</param>
    public IReadOnlyList<StoredRecord> ToPrune(int limit)
    {
        var surplus = limit <= 0 ? 0 : Math.Max(0, Revisions.Count - (limit - 1));
        var kept = LastDeployed;
        return [.. Revisions.Where(record => record != kept).Take(surplus)];
    }
}
