namespace SecretsKit.Cli.Helm.Queries;

/// <summary>What the head of a release's text has beside name, time, namespace, state and revision.</summary>
[Flags]
internal enum HeadParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The chart and its versions.</summary>
    Chart = 1,

    /// <summary>What happened.</summary>
    Description = 2,
}
