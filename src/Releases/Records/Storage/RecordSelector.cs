using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Storage;

/// <summary>Which records are wanted, by their labels.</summary>
public sealed record RecordSelector
{
    /// <summary>All records.</summary>
    public static RecordSelector All { get; } = new();

    /// <summary>The name of the release; null, the default, for all.</summary>
    public string? Release { get; init; }

    /// <summary>The state; null, the default, for all.</summary>
    public ReleaseStatus? Status { get; init; }

    /// <summary>The labels and their values, by name: <c>owner</c> is always among them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels
    {
        get
        {
            List<KeyValuePair<string, string>> labels = [];
            if (Release is { } release)
            {
                labels.Add(new(ReleaseLabels.Name, release));
            }

            labels.Add(new(ReleaseLabels.Owner, ReleaseLabels.OwnerValue));
            if (Status is { } status)
            {
                labels.Add(new(ReleaseLabels.Status, ReleaseStatusText.Of(status)));
            }

            return labels;
        }
    }

    /// <summary>Whether a record is wanted.</summary>
    public bool Includes(StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Labels.All(label => record.Labels.GetValueOrDefault(label.Key) == label.Value);
    }

    /// <summary>The releases of one name.</summary>
    public static RecordSelector Of(string release) => new() { Release = release };
}
