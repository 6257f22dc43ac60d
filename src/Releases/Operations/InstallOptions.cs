using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>How a release is installed.</summary>
public sealed record InstallOptions
{
    /// <summary>How objects are written.</summary>
    public required WriteMethod Method { get; init; }

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

    /// <summary>Whether the namespace of the release is made if it is missing. Default no.</summary>
    public bool CreatesNamespace { get; init; }

    /// <summary>Whether the name of an uninstalled or failed release may be used again. Default no.</summary>
    public bool ReplacesName { get; init; }

    /// <summary>Whether the definitions of the chart's <c>crds/</c> are left out. Default no.</summary>
    public bool SkipsDefinitions { get; init; }

    /// <summary>For dry runs: whether objects of others may be there, because the release is thought to be. Default no.</summary>
    public bool IsForUpgrade { get; init; }

    /// <summary>What the record says of the installation; empty, the default, for Helm's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels of the record. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
