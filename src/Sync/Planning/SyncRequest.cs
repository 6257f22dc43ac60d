using SecretsKit.Core.Data;
using SecretsKit.Sync.Assembling;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Planning;

/// <summary>A mapping to sync.</summary>
/// <param name="Mapping">The mapping.</param>
/// <param name="Existing">Its target as it is, or null. Lent.</param>
/// <param name="Now">The time.</param>
/// <param name="Asked">When it was asked for: values that are read for a change are not older.</param>
internal sealed record SyncRequest(ExternalSecret Mapping, MapValue? Existing, DateTimeOffset Now, DateTimeOffset Asked)
{
    /// <summary>Why the target cannot be looked at, such as a kind that the server does not have; empty if it can.</summary>
    public string TargetProblem { get; init; } = "";

    /// <summary>
    /// Whether it is unknown if the target is there, because no watch has shown it: then <see cref="Existing"/> is null.
    /// </summary>
    public bool IsTargetUnseen { get; init; }

    /// <summary>
    /// Whether it is looked at because the target went from the watch of managed Secrets: one that is still there lost its label, which
    /// counts only when there is something else to do (spec external-secrets.md 2.10).
    /// </summary>
    public bool IsTargetGone { get; init; }

    /// <summary>Whether there are other Secrets with the owner label of the mapping than its target.</summary>
    public bool HasOtherTargets { get; init; }

    /// <summary>
    /// Whether a store of the mapping changed, so that a mapping that is refreshed by time does not wait for its interval.
    /// </summary>
    public bool IsDemanded { get; init; }

    /// <summary>
    /// When the values of the last sync were all read, if that is known: a refresh by time takes only values whose reads began later, by
    /// this mapping or by another.
    /// </summary>
    public DateTimeOffset? Consumed { get; init; }

    /// <summary>
    /// What is known of a target that is as the last sync left it, so that it need not be read; null if it was read: then
    /// <see cref="Existing"/> is the target.
    /// </summary>
    public UntouchedTarget? Untouched { get; init; }
}

/// <summary>A target that is as the last sync left it.</summary>
/// <param name="Read">Reads it after all.</param>
/// <param name="Holds">Whether it holds what would be made of the provider's data.</param>
internal sealed record UntouchedTarget(Func<CancellationToken, ValueTask<MapValue?>> Read, Func<AssembledData, bool> Holds);
