namespace SecretsKit.Cli.Syncing;

/// <summary>Where Secrets go.</summary>
internal enum SyncOutput
{
    /// <summary>Standard output, as YAML.</summary>
    Stdout,

    /// <summary>Standard output, as lines of JSON.</summary>
    Json,

    /// <summary>A file for each, in a folder.</summary>
    Folder,

    /// <summary>KEY=value lines.</summary>
    Dotenv,

    /// <summary>A cluster.</summary>
    Cluster,
}

/// <summary>What <c>sync</c> shall do.</summary>
/// <param name="Source">The manifests.</param>
internal sealed record SyncRequest(SyncSource Source)
{
    /// <summary>Where Secrets go. Default standard output.</summary>
    public SyncOutput Output { get; init; }

    /// <summary>The folder or the file; empty for standard output.</summary>
    public string To { get; init; } = "";

    /// <summary>Whether files are encrypted. Default no.</summary>
    public bool Encrypts { get; init; }

    /// <summary>The <c>.sops.yaml</c> that was named, or null.</summary>
    public string? Config { get; init; }

    /// <summary>Whether a terminal shows values. Default no.</summary>
    public bool Shows { get; init; }

    /// <summary>Whether nothing is written. Default no.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a dry run that would write something ends with <c>2</c>. Default no.</summary>
    public bool DetailedExitCode { get; init; }

    /// <summary>Whether it goes on until it is interrupted. Default no.</summary>
    public bool Watches { get; init; }

    /// <summary>Whether the report is JSON on standard output. Default no.</summary>
    public bool ReportsJson { get; init; }

    /// <summary>Whether Secrets go to standard output.</summary>
    public bool Prints => Output is SyncOutput.Stdout or SyncOutput.Json || (Output == SyncOutput.Dotenv && To.Length == 0);
}
