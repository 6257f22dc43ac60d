namespace SecretsKit.Kubernetes.Objects;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
public enum DeletionPropagation
{
    /// <summary>What the server does unless asked.</summary>
    ServerDefault,

    /// <summary>They are deleted later.</summary>
    Background,

    /// <summary>They are deleted first.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
