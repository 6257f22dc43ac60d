namespace SecretsKit.Releases.Waiting;

/// <summary>When a Job that is no hook is ready.</summary>
public enum JobWait
{
    /// <summary>When it has started, or at once.</summary>
    UntilStarted,

    /// <summary>When it is complete: <c>--wait-for-jobs</c>.</summary>
    UntilComplete,
}
