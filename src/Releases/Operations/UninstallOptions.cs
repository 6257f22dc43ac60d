using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Operations;

/// <summary>What becomes of the records of a release that is uninstalled.</summary>
public enum HistoryUse
{
    /// <summary>They are deleted.</summary>
    Delete,

    /// <summary>They stay, so that the release can be rolled back.</summary>
    Keep,
}

/// <summary>How a release is uninstalled.</summary>
public sealed record UninstallOptions
{
    /// <summary>What becomes of its records. Default: they are deleted.</summary>
    public HistoryUse History { get; init; }

    /// <summary>Whether hooks run. Default: they do.</summary>
    public HookUse Hooks { get; init; }

    /// <summary>What becomes of objects that its objects own. Default: they are deleted later.</summary>
    public DeletionPropagation Propagation { get; init; } = DeletionPropagation.Background;

    /// <summary>What a record that is kept says; empty, the default, for Helm's words.</summary>
    public string Description { get; init; } = "";
}
