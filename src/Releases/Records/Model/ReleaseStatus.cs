namespace SecretsKit.Releases.Records.Model;

/// <summary>The state of a revision (spec helm.md 6.1).</summary>
public enum ReleaseStatus
{
    /// <summary>Not known, or a word of a later version.</summary>
    Unknown,

    /// <summary>In the cluster.</summary>
    Deployed,

    /// <summary>Removed from the cluster; its history was kept.</summary>
    Uninstalled,

    /// <summary>Replaced by a later revision.</summary>
    Superseded,

    /// <summary>Its operation failed.</summary>
    Failed,

    /// <summary>Being removed.</summary>
    Uninstalling,

    /// <summary>Being installed, or left so by a program that ended.</summary>
    PendingInstall,

    /// <summary>Being upgraded to, or left so.</summary>
    PendingUpgrade,

    /// <summary>Being rolled back to, or left so.</summary>
    PendingRollback,
}
