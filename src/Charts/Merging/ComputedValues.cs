using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Merging;

/// <summary>
/// The values of an installed release: what its record holds of the user's over the chart's defaults, in which those of subcharts are
/// already (spec helm.md 6.2).
/// </summary>
public static class ComputedValues
{
    /// <summary>Lays the defaults under the user's values.</summary>
    /// <param name="chart">The name of the chart, for notices.</param>
    /// <param name="defaults">Those of the chart; not changed.</param>
    /// <param name="user">Those of the user; not changed.</param>
    /// <param name="generation">Whose rules count for nulls.</param>
    /// <param name="log">Receives notices of what does not fit.</param>
    public static MapValue Of(string chart, MapValue? defaults, MapValue? user, HelmGeneration generation, IChartLog log)
    {
        var source = new Chart { Metadata = new() { Name = chart }, Values = defaults, Templates = [], Files = [], Raw = [] };
        return new Coalescing(generation, log).Coalesce(new(source, null), user);
    }
}
