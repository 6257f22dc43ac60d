namespace SecretsKit.Releases.Waiting;

/// <summary>What a wait is for.</summary>
public enum WaitGoal
{
    /// <summary>That objects are ready.</summary>
    Ready,

    /// <summary>That Jobs and Pods of a hook have ended.</summary>
    Completed,

    /// <summary>That objects are gone.</summary>
    Deleted,
}
