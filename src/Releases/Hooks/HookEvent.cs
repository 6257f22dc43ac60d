namespace SecretsKit.Releases.Hooks;

/// <summary>When hooks run (spec helm.md 4.5).</summary>
public enum HookEvent
{
    /// <summary>Before the objects of an installation are made.</summary>
    PreInstall,

    /// <summary>After an installation, and after its wait.</summary>
    PostInstall,

    /// <summary>Before the objects of an upgrade are written.</summary>
    PreUpgrade,

    /// <summary>After an upgrade, and after its wait.</summary>
    PostUpgrade,

    /// <summary>Before the objects of a rollback are written.</summary>
    PreRollback,

    /// <summary>After a rollback, and after its wait.</summary>
    PostRollback,

    /// <summary>Before the objects of a release are deleted.</summary>
    PreDelete,

    /// <summary>After the objects of a release were deleted.</summary>
    PostDelete,

    /// <summary>When a release is tested.</summary>
    Test,
}
