namespace SecretsKit.Releases.Frozen;

/// <summary>What a frozen plan does to its release.</summary>
public enum FrozenOperation
{
    /// <summary>It is installed.</summary>
    Install,

    /// <summary>It is upgraded.</summary>
    Upgrade,

    /// <summary>It is brought back to an earlier revision.</summary>
    Rollback,

    /// <summary>It is removed.</summary>
    Uninstall,
}
