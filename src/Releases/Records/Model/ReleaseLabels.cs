namespace SecretsKit.Releases.Records.Model;

/// <summary>The labels of records: six of them belong to the storage, the others to users (spec helm.md 6.3).</summary>
public static class ReleaseLabels
{
    /// <summary>The label of the release's name.</summary>
    public const string Name = "name";

    /// <summary>The label by which records are found; its value is always <see cref="OwnerValue"/>.</summary>
    public const string Owner = "owner";

    /// <summary>The value of <see cref="Owner"/>.</summary>
    public const string OwnerValue = "helm";

    /// <summary>The label of the state.</summary>
    public const string Status = "status";

    /// <summary>The label of the revision.</summary>
    public const string Version = "version";

    /// <summary>The label of the time at which a record was made, in seconds since 1970.</summary>
    public const string CreatedAt = "createdAt";

    /// <summary>The label of the time at which a record was last written again, in seconds since 1970.</summary>
    public const string ModifiedAt = "modifiedAt";

    /// <summary>The names that users may not choose, in Helm's order.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Name, Owner, Status, Version, CreatedAt, ModifiedAt];

    /// <summary>The reserved names among those that a user chose; empty if all may be used.</summary>
    public static IReadOnlyList<string> ReservedAmong(IEnumerable<string> names) => [.. names.Where(Reserved.Contains)];

    /// <summary>The labels of the user alone.</summary>
    public static IReadOnlyDictionary<string, string> Custom(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Where(label => !Reserved.Contains(label.Key)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The labels of the next revision.</summary>
    /// <param name="previous">Those of the revision before.</param>
    /// <param name="changes">What the user says now: the value <c>null</c>, in letters, removes a label.</param>
    public static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> previous, IReadOnlyDictionary<string, string> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var merged = previous.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value == "null")
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value;
            }
        }

        return merged;
    }

    /// <summary>The labels of a release as its record carries them, without those that are times of the storage's own.</summary>
    internal static Dictionary<string, string> Of(Release release)
    {
        var labels = release.Labels.ToDictionary(StringComparer.Ordinal);
        labels[Name] = release.Name;
        labels[Owner] = OwnerValue;
        labels[Status] = ReleaseStatusText.Of(release.Status);
        labels[Version] = release.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return labels;
    }
}
