namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>How far an object is.</summary>
public enum ReadinessState
{
    /// <summary>Not known: the object, or what belongs to it, has not been read, or may not be.</summary>
    Unknown,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>Controllers are at work.</summary>
    InProgress,

    /// <summary>It is being deleted.</summary>
    Terminating,

    /// <summary>It will not be ready without a change.</summary>
    Failed,

    /// <summary>It is as its manifest wants it.</summary>
    Ready,
}
