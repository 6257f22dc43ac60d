using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Frozen;

/// <summary>How a plan is carried out: what the command line said when it was made.</summary>
public sealed record FrozenSettings
{
    /// <summary>How objects are written.</summary>
    public WriteMethod Method { get; init; }

    /// <summary>How objects are written by the rollback of a failed upgrade. Default: as the record says.</summary>
    public ApplyChoice Apply { get; init; } = new();

    /// <summary>Whether hooks run. Default: they do.</summary>
    public HookUse Hooks { get; init; }

    /// <summary>What becomes of the release if the operation fails. Default: it stays as it is.</summary>
    public FailureReversal Reversal { get; init; }

    /// <summary>What becomes of objects that a failed operation made. Default: they stay.</summary>
    public FailureCleanup Cleanup { get; init; }

    /// <summary>How many revisions to keep, the new one among them; 0 or less for all. Default 10.</summary>
    public int HistoryLimit { get; init; } = 10;

    /// <summary>What the record says at the end; empty, the default, for Helm's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether the namespace of the release is made if it is missing. Default no.</summary>
    public bool CreatesNamespace { get; init; }

    /// <summary>For removals: what becomes of the records. Default: they are deleted.</summary>
    public HistoryUse History { get; init; }

    /// <summary>For removals: what becomes of objects that those of the release own. Default: they are deleted later.</summary>
    public DeletionPropagation Propagation { get; init; } = DeletionPropagation.Background;

    /// <summary>Which annotations order objects. Default: ours.</summary>
    public OrderNames OrderNames { get; init; }

    /// <summary>How objects and hooks are waited for.</summary>
    public WaitOptions Wait { get; init; } = new() { Strategy = WaitStrategy.HookOnly };
}
