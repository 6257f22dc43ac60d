using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Scheduling;

/// <summary>
/// Asks an agent for a sync before the interval is over: any change of a mapping's annotations does, and this one is in common use (spec
/// external-secrets.md 2.4).
/// </summary>
public static class ForcedSync
{
    /// <summary>The annotation; its value is anything new, such as the time.</summary>
    public const string Annotation = "force-sync";

    /// <summary>The annotation that mappings take over from a ClusterExternalSecret.</summary>
    internal const string OfClusterMapping = "external-secrets.io/force-sync";

    /// <summary>
    /// Whether the last success of a mapping was that of the state which it has: not of one before somebody asked for a sync.
    /// </summary>
    /// <param name="mapping">An ExternalSecret with its status. Lent.</param>
    public static bool IsDone(MapValue mapping) =>
        SyncStatus.Read(mapping.Child("status")).SyncedVersion == RefreshDecision.VersionOf(new(mapping));

    /// <summary>Whether somebody asked for a sync by an annotation.</summary>
    internal static bool IsAskedFor(ObjectHead mapping) =>
        mapping.Annotations.ContainsKey(Annotation) || mapping.Annotations.ContainsKey(OfClusterMapping);
}
