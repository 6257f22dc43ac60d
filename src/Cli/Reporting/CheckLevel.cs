namespace SecretsKit.Cli.Reporting;

/// <summary>How bad a finding is; a worse one is greater.</summary>
internal enum CheckLevel
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Probably wrong: somebody should look.</summary>
    Warning,

    /// <summary>Wrong.</summary>
    Error,
}
