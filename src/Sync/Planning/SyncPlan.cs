using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Planning;

/// <summary>What is done to a target.</summary>
internal enum TargetAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The managed label alone is set: the target is not ours yet; the mapping is looked at again then.</summary>
    Label,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>It is replaced, in the state that was read.</summary>
    Update,

    /// <summary>It is deleted, if it is still the same.</summary>
    Delete,
}

/// <summary>How a sync ended.</summary>
/// <param name="Status">The status of the mapping; null if it stays.</param>
/// <param name="Events">Events about the mapping, in order.</param>
/// <param name="Requeue">When it is looked at again.</param>
internal sealed record SyncResult(SyncStatus? Status, IReadOnlyList<SyncEvent> Events, Requeue Requeue)
{
    /// <summary>What failed, or null.</summary>
    public SyncException? Failure { get; init; }
}

/// <summary>
/// What a sync does, before it is done: the loop carries it out, <c>explain</c> prints it, shadow mode compares it. Not a record: it holds
/// secrets.
/// </summary>
internal sealed class SyncPlan
{
    /// <summary>What is done to the target.</summary>
    public TargetAction Action { get; init; }

    /// <summary>The target as it should be; null unless it is made or replaced.</summary>
    public MapValue? Wanted { get; init; }

    /// <summary>What the providers gave; null if they were not asked, or failed.</summary>
    public SecretMap? Data { get; init; }

    /// <summary>What generators made at servers for it: kept track of before the target is written.</summary>
    public IReadOnlyList<GeneratedState> States { get; set; } = [];

    /// <summary>What generators made at servers although nothing comes of it: revoked.</summary>
    public IReadOnlyList<GeneratedState> Abandoned { get; set; } = [];

    /// <summary>
    /// Values that are probably not what was meant, in words without values: they are written all the same (quirk Q12).
    /// </summary>
    public IReadOnlyList<string> Suspects { get; set; } = [];

    /// <summary>Whether targets of earlier names are deleted before: those with the owner label and another name.</summary>
    public bool DeletesOrphans { get; init; }

    /// <summary>Whether nothing was found out, because a store has no turn soon.</summary>
    public bool IsPutOff { get; init; }

    /// <summary>Why the stores were read.</summary>
    public RefreshReason Reason { get; init; }

    /// <summary>Which row of the mapping gave each key of the provider's data.</summary>
    public IReadOnlyDictionary<string, string> Origins { get; init; } = new Dictionary<string, string>();

    /// <summary>How it ends if the target can be written, or nothing has to be.</summary>
    public required SyncResult Done { get; init; }

    /// <summary>How it ends if the target cannot be written.</summary>
    public Func<SyncException, SyncResult> Failed { get; init; } = static failure => throw failure;

    /// <summary>The action, never the content.</summary>
    public override string ToString() => $"SyncPlan({Action})";
}
