using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>The chart of a revision as tables name it.</summary>
internal static class ChartLabel
{
    private const string Missing = "MISSING";

    /// <summary>Name and version.</summary>
    public static string Of(ReleaseSummary release) => IsMissing(release) ? Missing : $"{release.ChartName}-{release.ChartVersion}";

    /// <summary>The version of the application.</summary>
    public static string AppVersion(ReleaseSummary release) => IsMissing(release) ? Missing : release.AppVersion;

    // A record without a chart, or a chart without a description.
    private static bool IsMissing(ReleaseSummary release) => release.ChartName.Length + release.ChartVersion.Length == 0;
}
