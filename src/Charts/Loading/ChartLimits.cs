namespace SecretsKit.Charts.Loading;

/// <summary>Bounds on what a chart may cost to load (spec helm.md 1.3).</summary>
public static class ChartLimits
{
    /// <summary>Most bytes of all files of an archive: 100 MiB.</summary>
    public const long MaxTotalBytes = 104_857_600;

    /// <summary>Most bytes of one file: 5 MiB.</summary>
    public const int MaxFileBytes = 5_242_880;

    /// <summary>Most entries of an archive, folders included.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>Deepest nesting of charts in charts.</summary>
    public const int MaxDepth = 50;
}
