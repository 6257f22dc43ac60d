namespace SecretsKit.Cli.Helm.Queries;

/// <summary>How a command prints what it found.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One line.</summary>
    Json,

    /// <summary>With sorted keys.</summary>
    Yaml,
}
