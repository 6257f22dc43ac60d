using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Listing;

/// <summary>Which releases <c>list</c> shows, and in which order (spec helm.md 15).</summary>
public sealed record ReleaseListQuery
{
    /// <summary>
    /// The states that are shown. Superseded alone shows all superseded revisions; otherwise the latest revision of each release counts.
    /// </summary>
    public required IReadOnlySet<ReleaseStatus> Statuses { get; init; }

    /// <summary>Which names are shown, by the labels of records; null, the default, for all.</summary>
    public Func<string, bool>? MatchesName { get; init; }

    /// <summary>Which labels are shown. Default: all.</summary>
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    /// <summary>Default: by name.</summary>
    public ReleaseOrder Order { get; init; }

    /// <summary>How many to leave out at the beginning. Default 0.</summary>
    public int Offset { get; init; }

    /// <summary>How many to show at most; 0 or less for all. Default 256.</summary>
    public int Limit { get; init; } = 256;

    /// <summary>Chooses among records, in the reference's order: name, latest revision, state, labels, order, offset, limit.</summary>
    /// <param name="records">Of any releases. Of each release no more is decoded than the latest revision that can be read.</param>
    public IReadOnlyList<ReleaseSummary> Select(IEnumerable<StoredRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var named = MatchesName is { } matches ? records.Where(record => matches(record.Release)) : records;
        var revisions = Statuses.Count == 1 && Statuses.Contains(ReleaseStatus.Superseded)
            ? named.Where(record => record.Status == ReleaseStatus.Superseded && record.Summary is not null)
            : named.GroupBy(record => (record.Namespace, record.Release)).Select(Latest).OfType<StoredRecord>();
        var shown = Sort(revisions.Where(record => Statuses.Contains(record.Summary!.Status) && Labels.Matches(record.Labels)))
            .Select(record => record.Summary!)
            .Skip(Offset);
        return [.. Limit > 0 ? shown.Take(Limit) : shown];
    }

    private static StoredRecord? Latest(IEnumerable<StoredRecord> revisions) =>
        revisions.OrderByDescending(record => record.Revision).FirstOrDefault(record => record.Summary is not null);

    private static long Second(StoredRecord record) => (record.Summary!.LastDeployed ?? default(Timestamp)).UnixSeconds;

    // What is equal stays in the order of a cluster's answer.
    private IOrderedEnumerable<StoredRecord> Sort(IEnumerable<StoredRecord> records)
    {
        var answered = records
            .OrderBy(record => record.Namespace, StringComparer.Ordinal)
            .ThenBy(record => record.Name, StringComparer.Ordinal);
        return Order switch
        {
            ReleaseOrder.ByNameDescending => answered.OrderByDescending(record => record.Summary!.Name, StringComparer.Ordinal),
            ReleaseOrder.ByDate => answered.OrderBy(Second),
            ReleaseOrder.ByDateDescending => answered.OrderByDescending(Second),
            _ => answered.OrderBy(record => record.Summary!.Name, StringComparer.Ordinal),
        };
    }
}
