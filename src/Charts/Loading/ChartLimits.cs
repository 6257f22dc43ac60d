namespace SecretsKit.Charts.Loading;

/// <summary>Bounds on what a chart may cost to load (spec helm.md 1.3).</summary>
public static class ChartLimits
{
    /// <summary>Most bytes of all files of an archive: 100 MiB.</summary>
    public const long MaxTotalBytes = 104_857_600;

    /// <summary>Most bytes of one file: 5 MiB.</summary>
    public const int MaxFileBytes = 5_242_880;

    /// <summary>
    /// Most bytes of all files of a chart and the charts in it, wherever they come from: 512 MiB. The reference has no such bound.
    /// </summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Most files and folders of a chart and the charts in it. The reference has no such bound.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>
    /// Most links that are followed in the folder of a chart, each counted as often as it is come upon: links between folders
    /// multiply. The reference has no such bound.
    /// </summary>
    public const int MaxLinks = 10_000;

    /// <summary>Most bytes of a values file, or of a file of <c>--set-file</c>: 64 MiB. The reference has no such bound.</summary>
    public const int MaxValuesBytes = 64 * 1024 * 1024;

    /// <summary>Most bytes of an archive that is fetched: 100 MiB, which is what it may hold. The reference has no such bound.</summary>
    public const int MaxArchiveBytes = (int)MaxTotalBytes;

    /// <summary>Most bytes of the index of a repository: 64 MiB. The reference has no such bound.</summary>
    public const int MaxIndexBytes = 64 * 1024 * 1024;

    /// <summary>Most bytes of a schema that is fetched: as of one in a chart. The reference has no such bound.</summary>
    public const int MaxSchemaBytes = MaxFileBytes;

    /// <summary>Deepest nesting of charts in charts.</summary>
    public const int MaxDepth = 50;
}
