using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Merging;

/// <summary>Values of an earlier revision under those that the user gives now (spec helm.md 9).</summary>
public static class ReusedValues
{
    /// <summary>Lays earlier values under new ones; a null among the new ones deletes what it names.</summary>
    /// <param name="given">Those of now; not changed.</param>
    /// <param name="earlier">Those of the earlier revision; not changed. Null for none.</param>
    /// <param name="generation">Whose rules count for nulls.</param>
    /// <param name="log">Receives notices of what does not fit.</param>
    public static MapValue Merge(MapValue given, MapValue? earlier, HelmGeneration generation, IChartLog log)
    {
        var merged = ValueMerge.DeepCopy(given);
        if (earlier is not null)
        {
            new Coalescing(generation, log).FillTables(merged, ValueMerge.DeepCopy(earlier));
        }

        return merged;
    }
}
