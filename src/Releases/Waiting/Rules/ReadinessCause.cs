namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>Why an object has its state.</summary>
public enum ReadinessCause
{
    /// <summary>There is nothing to say.</summary>
    None,

    /// <summary>There is no such object.</summary>
    Missing,

    /// <summary>The user may not read it, or may not list what controllers made for it.</summary>
    NotReadable,

    /// <summary>It is marked for deletion.</summary>
    Deleting,

    /// <summary>
    /// Its controller has not seen its last change: <see cref="Readiness.Have"/> is the generation that it saw, of
    /// <see cref="Readiness.Want"/>.
    /// </summary>
    GenerationNotObserved,

    /// <summary>A field that its controller writes first is missing; <see cref="Readiness.Detail"/> is its path.</summary>
    FieldMissing,

    /// <summary>A condition of the object says so; <see cref="Readiness.Detail"/> is its message.</summary>
    Condition,

    /// <summary>Fewer replicas are there than wanted.</summary>
    Replicas,

    /// <summary>Fewer replicas have the labels of the template than wanted.</summary>
    Labelled,

    /// <summary>Fewer replicas are of the current revision than wanted.</summary>
    Current,

    /// <summary>Fewer replicas are of the new revision than wanted.</summary>
    Updated,

    /// <summary>Fewer replicas of the new revision than wanted, of those that a partition lets through.</summary>
    PartitionUpdated,

    /// <summary>Fewer replicas are available than wanted.</summary>
    Available,

    /// <summary>Fewer replicas are ready than wanted.</summary>
    ReplicasReady,

    /// <summary><see cref="Readiness.Have"/> replicas too many have not ended.</summary>
    PendingTermination,

    /// <summary>The new revision is not the current one yet.</summary>
    RevisionMismatch,

    /// <summary>The set of replicas of the new revision is not complete.</summary>
    ReplicaSetNotAvailable,

    /// <summary>The controller does not call it available.</summary>
    DeploymentNotAvailable,

    /// <summary>No progress within the deadline that the object sets.</summary>
    ProgressDeadline,

    /// <summary>Replicas cannot be made.</summary>
    ReplicaFailure,

    /// <summary><see cref="Readiness.Have"/> pods of it have failed.</summary>
    PodsFailed,

    /// <summary>A pod that no node has seen.</summary>
    PodNotObserved,

    /// <summary>A pod whose containers are being prepared.</summary>
    PodPending,

    /// <summary>A pod without a node.</summary>
    PodNotScheduled,

    /// <summary>A pod that no node takes.</summary>
    PodUnschedulable,

    /// <summary>A pod that runs and is not ready.</summary>
    PodNotReady,

    /// <summary>Containers end again and again; <see cref="Readiness.Detail"/> has their names, separated by commas.</summary>
    CrashLoop,

    /// <summary>A pod that ended with a failure.</summary>
    PodFailed,

    /// <summary>A pod that is to end, and has not.</summary>
    PodRunning,

    /// <summary>A Job that has not started.</summary>
    JobNotStarted,

    /// <summary>A Job that is to be complete, and is not.</summary>
    JobRunning,

    /// <summary>
    /// <see cref="Readiness.Have"/> pods of a Job that wants <see cref="Readiness.Want"/> failed; <see cref="Readiness.Detail"/> is the
    /// reason.
    /// </summary>
    JobFailed,

    /// <summary>A claim without a volume; <see cref="Readiness.Detail"/> is its phase.</summary>
    NotBound,

    /// <summary>A Service without an address.</summary>
    NoAddress,

    /// <summary>The server does not serve the kind yet.</summary>
    NotEstablished,
}
