namespace SecretsKit.Kubernetes.Watching;

/// <summary>What happened to an object.</summary>
public enum WatchEventKind
{
    /// <summary>It is there: it was listed, or made.</summary>
    Added,

    /// <summary>It changed, or was listed again after a gap.</summary>
    Modified,

    /// <summary>It is gone; also if it was not in the list after a gap.</summary>
    Deleted,

    /// <summary>The list at the beginning is complete; there is no object.</summary>
    Listed,
}
