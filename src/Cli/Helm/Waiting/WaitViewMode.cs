namespace SecretsKit.Cli.Helm.Waiting;

/// <summary>How a wait is shown while it goes on.</summary>
internal enum WaitViewMode
{
    /// <summary>As a table where standard error is a terminal, and not at all elsewhere: scripts see what the reference prints.</summary>
    TerminalOnly,

    /// <summary>
    /// As a table on a terminal, and elsewhere in lines, one for each change; with warnings, logs of new containers and a summary: for
    /// those who ask for it.
    /// </summary>
    Always,
}
