namespace SecretsKit.Releases.Ordering;

/// <summary>What an object has to be before another is written.</summary>
internal enum NeedState
{
    /// <summary>Ready; a Job is when it is complete.</summary>
    Ready,

    /// <summary>There.</summary>
    Present,
}
