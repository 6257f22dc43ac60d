namespace SecretsKit.Releases.Waiting.Diagnosis;

/// <summary>What is wrong with a pod.</summary>
public enum PodProblemKind
{
    /// <summary>It cannot be made: a quota, an admission policy, a missing service account.</summary>
    NotCreated,

    /// <summary>No node takes it.</summary>
    Unschedulable,

    /// <summary>An image cannot be pulled.</summary>
    ImagePull,

    /// <summary>A container cannot be made or started: a Secret or ConfigMap is missing, a command does not exist.</summary>
    ContainerNotStarted,

    /// <summary>A container ends again and again.</summary>
    CrashLoop,

    /// <summary>A container ended with a failure.</summary>
    ContainerFailed,

    /// <summary>The pod ended with a failure.</summary>
    PodFailed,
}
