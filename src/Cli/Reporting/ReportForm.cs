namespace SecretsKit.Cli.Reporting;

/// <summary>How findings are shown.</summary>
internal enum ReportForm
{
    /// <summary>Lines for people.</summary>
    Human,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>SARIF 2.1.0, as code hosts take it.</summary>
    Sarif,
}
