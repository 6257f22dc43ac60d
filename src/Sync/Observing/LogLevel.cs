namespace SecretsKit.Sync.Observing;

/// <summary>How much a message matters.</summary>
public enum LogLevel
{
    /// <summary>Each look at an object.</summary>
    Debug,

    /// <summary>What changed.</summary>
    Info,

    /// <summary>What went wrong and is tried again.</summary>
    Warn,

    /// <summary>What ends the program.</summary>
    Error,
}
