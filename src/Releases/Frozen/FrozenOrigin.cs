using SecretsKit.Charts.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Frozen;

/// <summary>Where, when and by what a plan was made.</summary>
/// <param name="Cluster">The cluster that it is for.</param>
/// <param name="Driver">What carries the records of its release.</param>
/// <param name="Generation">Whose rules and sentences count.</param>
/// <param name="MadeAt">When it was made, in UTC.</param>
/// <param name="MadeBy">The version of the program that made it.</param>
public sealed record FrozenOrigin(
    ClusterIdentity Cluster, StorageDriver Driver, HelmGeneration Generation, DateTimeOffset MadeAt, string MadeBy)
{
    /// <summary>When it cannot be applied any more, in UTC; null, the default, for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
