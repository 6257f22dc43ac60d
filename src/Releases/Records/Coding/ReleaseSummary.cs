using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>What lists show of a revision.</summary>
public sealed record ReleaseSummary
{
    /// <summary>The name of the release.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace that the record names.</summary>
    public required string Namespace { get; init; }

    /// <summary>The revision, from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Its state.</summary>
    public required ReleaseStatus Status { get; init; }

    /// <summary>What happened.</summary>
    public required string Description { get; init; }

    /// <summary>When it was made.</summary>
    public required Timestamp? LastDeployed { get; init; }

    /// <summary>The name of the chart; empty if the record has none.</summary>
    public required string ChartName { get; init; }

    /// <summary>The version of the chart.</summary>
    public required string ChartVersion { get; init; }

    /// <summary>The version of the application in the chart.</summary>
    public required string AppVersion { get; init; }

    /// <summary>The labels of the record.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    internal static ReleaseSummary? Of(DecodedRecord record) => record.Release is not { } release ? null : new()
    {
        Name = release.Name,
        Namespace = release.Namespace,
        Revision = release.Revision,
        Status = release.Status,
        Description = release.Description,
        LastDeployed = release.LastDeployed,
        ChartName = release.Chart?.Name ?? "",
        ChartVersion = release.Chart?.Version ?? "",
        AppVersion = release.Chart?.AppVersion ?? "",
        Labels = release.Labels,
    };
}
