namespace SecretsKit.Releases.Operations;

/// <summary>How a release is rolled back.</summary>
public sealed record RollbackOptions
{
    /// <summary>How objects are written. Default: as the record of the revision that is gone back to says.</summary>
    public ApplyChoice Apply { get; init; } = new();

    /// <summary>Whether hooks run. Default: they do.</summary>
    public HookUse Hooks { get; init; }

    /// <summary>Whether anything is changed. Default: it is.</summary>
    public DryRunMode DryRun { get; init; }

    /// <summary>What becomes of objects that a failed rollback made. Default: they stay.</summary>
    public FailureCleanup Cleanup { get; init; }

    /// <summary>How many revisions to keep, the new one among them; 0 or less for all. Default 10.</summary>
    public int HistoryLimit { get; init; } = 10;
}
