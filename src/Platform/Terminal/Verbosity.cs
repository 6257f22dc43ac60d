namespace SecretsKit.Platform.Terminal;

/// <summary>How much is said to people on standard error.</summary>
public enum Verbosity
{
    /// <summary>What most people want to know.</summary>
    Normal,

    /// <summary>Failures, warnings and questions alone.</summary>
    Quiet,

    /// <summary>Also what was tried.</summary>
    Verbose,
}
