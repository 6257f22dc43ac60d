using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Releases;

/// <summary>What must hold of a chart before it is installed or rendered.</summary>
public static class ChartChecks
{
    /// <summary>Refuses libraries and charts without their dependencies; warns of deprecated ones.</summary>
    /// <exception cref="ChartException">It cannot be installed.</exception>
    public static void RequireInstallable(HelmGeneration generation, IChartLog log, Chart chart)
    {
        if (chart.Metadata.Type is not ("" or "application"))
        {
            throw new ChartException($"{chart.Metadata.Type} charts are not installable")
            {
                Cause = new ChartCause(ChartFault.NotInstallable, chart.Metadata.Type),
            };
        }

        if (chart.Metadata.Deprecated)
        {
            log.Write(
                new(NoticeLevel.Warn, "this chart is deprecated")
                {
                    LegacyText = "WARNING: This chart is deprecated",
                    LegacyIsBare = true,
                });
        }

        RequireDependencies(generation, chart);
    }

    private static void RequireDependencies(HelmGeneration generation, Chart chart)
    {
        var missing = (chart.Metadata.Dependencies ?? []).OfType<ChartDependency>()
            .Where(dependency => chart.Dependencies.All(child => child.Metadata.Name != dependency.Name))
            .Select(dependency => dependency.Name)
            .ToList();
        if (missing.Count > 0)
        {
            var advice = generation == HelmGeneration.V4
                ? "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch " +
                    "missing dependencies"
                : "An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch " +
                    "missing dependencies";
            var names = string.Join(", ", missing);
            throw new ChartException($"{advice}: found in Chart.yaml, but missing in charts/ directory: {names}")
            {
                Cause = new ChartCause(ChartFault.MissingDependencies, names),
            };
        }
    }
}
