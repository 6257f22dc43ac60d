namespace SecretsKit.Releases.Recovery;

/// <summary>What a release's records say of it, seen by somebody who has to deploy it.</summary>
public enum ReleaseCondition
{
    /// <summary>There is no record.</summary>
    Missing,

    /// <summary>The last operation ended, and was recorded.</summary>
    Settled,

    /// <summary>The last operation failed, and none before it went well: an upgrade goes on from there.</summary>
    NeverDeployed,

    /// <summary>An operation began and its end is not recorded.</summary>
    Unfinished,

    /// <summary>The same, but that everything is done except for the last record.</summary>
    Unrecorded,

    /// <summary>A removal began and its end is not recorded.</summary>
    HalfDeleted,
}
