namespace SecretsKit.Cli.Helm.Waiting;

/// <summary>How a wait is shown while it goes on.</summary>
internal enum WaitViewMode
{
    /// <summary>As a table where standard error is a terminal, and not at all elsewhere: scripts see what the reference prints.</summary>
    TerminalOnly,

    /// <summary>As a table on a terminal, and elsewhere in lines, one for each change: for the logs of pipelines that ask for it.</summary>
    Always,
}
