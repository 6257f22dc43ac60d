using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>How a release is upgraded.</summary>
public sealed record UpgradeOptions
{
    /// <summary>How objects are written. Default: as the record says.</summary>
    public ApplyChoice Apply { get; init; } = new();

    /// <summary>What becomes of objects that are there already. Default: they must be of the release.</summary>
    public OwnershipPolicy Ownership { get; init; }

    /// <summary>Whether the fields of manifests are checked before the first record. Default: they are.</summary>
    public FieldRule Fields { get; init; } = FieldRule.Checked;

    /// <summary>Whether hooks run. Default: they do.</summary>
    public HookUse Hooks { get; init; }

    /// <summary>What becomes of the release if the operation fails. Default: it stays as it is.</summary>
    public FailureReversal Reversal { get; init; }

    /// <summary>Whether anything is changed. Default: it is.</summary>
    public DryRunMode DryRun { get; init; }

    /// <summary>What becomes of objects that a failed upgrade made. Default: they stay.</summary>
    public FailureCleanup Cleanup { get; init; }

    /// <summary>How many revisions to keep, the new one among them; 0 or less for all. Default 10.</summary>
    public int HistoryLimit { get; init; } = 10;

    /// <summary>What the record says of the upgrade; empty, the default, for Helm's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels of the record, over those of the revision before; the value <c>null</c> removes one. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
