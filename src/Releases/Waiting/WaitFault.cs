namespace SecretsKit.Releases.Waiting;

/// <summary>Why a wait failed.</summary>
public enum WaitFault
{
    /// <summary>The time was over.</summary>
    TimedOut,

    /// <summary>Objects failed, and all others were ready.</summary>
    Failed,
}
