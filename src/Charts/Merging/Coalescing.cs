using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Formatting;

namespace SecretsKit.Charts.Merging;

/// <summary>Lays a chart's defaults, and those of its subcharts, under the user's values (spec helm.md 2.3, 2.4).</summary>
/// <param name="generation">Whose rules count for nulls.</param>
/// <param name="log">Gets warnings about what does not fit.</param>
internal sealed class Coalescing(HelmGeneration generation, IChartLog log)
{
    private static readonly ByteString Global = new("global");

    /// <summary>The values that the chart's templates see, nulls having deleted what they name.</summary>
    /// <param name="chart">With its subcharts.</param>
    /// <param name="user">Not changed.</param>
    /// <exception cref="ChartException">A subchart's place is taken by something else than a table.</exception>
    public MapValue Coalesce(ResolvedChart chart, MapValue? user) => Apply(chart, user, merges: false);

    /// <summary>The same without deleting: nulls stay, for what is lifted into parents.</summary>
    /// <exception cref="ChartException">A subchart's place is taken by something else than a table.</exception>
    public MapValue Merge(ResolvedChart chart, MapValue? user) => Apply(chart, user, merges: true);

    /// <summary>Fills what a table lacks from another one, keeping nulls.</summary>
    public void MergeTables(MapValue into, MapValue from) => FillTable(into, from, "", merges: true);

    /// <summary>Fills what a table lacks from another one; nulls delete what they name.</summary>
    public void FillTables(MapValue into, MapValue from) => FillTable(into, from, "", merges: false);

    private MapValue Apply(ResolvedChart chart, MapValue? user, bool merges)
    {
        var values = user is null ? new MapValue() : ValueMerge.DeepCopy(user);
        FillChart(chart, values, "", merges);
        return values;
    }

    private void FillChart(ResolvedChart chart, MapValue values, string prefix, bool merges)
    {
        FillOwn(chart, values, prefix, merges);
        var inner = Join(prefix, chart.Name);
        foreach (var subchart in chart.Dependencies)
        {
            var name = new ByteString(subchart.Name);
            if (!values.TryGet(name, out var existing))
            {
                existing = Value.Of(new MapValue());
                values.Set(name, existing);
            }

            var table = existing.AsMap ?? throw new ChartException($"type mismatch on {subchart.Name}: {Mismatch(existing)}");
            PushGlobals(table, values, inner);
            FillChart(subchart, table, inner, merges);
        }
    }

    private void FillOwn(ResolvedChart chart, MapValue values, string prefix, bool merges)
    {
        if (chart.Values is null)
        {
            return;
        }

        var path = Join(prefix, chart.Name);
        var defaults = ValueMerge.DeepCopy(chart.Values);
        foreach (var key in defaults.SortedKeys)
        {
            var value = defaults[key];
            if (!values.TryGet(key, out var given))
            {
                AddDefault(values, key, value, merges);
            }
            else if (given.IsNil && !merges)
            {
                values.Remove(key);
            }
            else if (given.AsMap is { } table)
            {
                if (value.AsMap is { } from)
                {
                    // The nulls that a parent's file holds for a child have to last until the child's own pass.
                    var isChild = chart.Dependencies.Any(child => key.Span.SequenceEqual(Encoding.UTF8.GetBytes(child.Name)));
                    if (!merges && !isChild && generation == HelmGeneration.V4)
                    {
                        RemoveNulls(from);
                    }

                    FillTable(table, from, Join(path, key.RevealText()), merges || isChild);
                }
                else if (!value.IsNil)
                {
                    Warn(237, $"warning: skipped value for {path}.{key.RevealText()}: Not a table.");
                }
            }
        }
    }

    private void AddDefault(MapValue values, ByteString key, Value value, bool merges)
    {
        if (merges || generation == HelmGeneration.V3)
        {
            values.Set(key, value);
        }
        else if (!value.IsNil)
        {
            if (value.AsMap is { } table)
            {
                RemoveNulls(table);
            }

            values.Set(key, value);
        }
    }

    private static void RemoveNulls(MapValue table)
    {
        foreach (var key in table.SortedKeys)
        {
            if (table[key].IsNil)
            {
                table.Remove(key);
            }
            else if (table[key].AsMap is { } inner)
            {
                RemoveNulls(inner);
            }
        }
    }

    private void FillTable(MapValue into, MapValue from, string path, bool merges)
    {
        foreach (var key in from.SortedKeys)
        {
            var value = from[key];
            var full = Join(path, key.RevealText());
            if (!into.TryGet(key, out var given))
            {
                into.Set(key, value);
            }
            else if (given.IsNil && (!merges || generation == HelmGeneration.V4))
            {
                if (!merges && (generation == HelmGeneration.V3 || !value.IsNil))
                {
                    into.Remove(key);
                }
            }
            else if (value.AsMap is { } table)
            {
                if (given.AsMap is { } inner)
                {
                    FillTable(inner, table, full, merges);
                }
                else
                {
                    Warn(298, $"warning: cannot overwrite table with non table for {full} ({Shown(value)})");
                }
            }
            else if (given.AsMap is not null && !value.IsNil)
            {
                Warn(301, $"warning: destination for {full} is a table. Ignoring non-table value ({Shown(value)})");
            }
        }
    }

    private void PushGlobals(MapValue into, MapValue from, string prefix)
    {
        var target = new MapValue();
        if (into.TryGet(Global, out var given))
        {
            if (given.AsMap is not { } table)
            {
                Warn(138, "warning: skipping globals because destination global is not a table.");
                return;
            }

            target = table;
        }

        if (from.TryGet(Global, out var source))
        {
            if (source.AsMap is not { } table)
            {
                Warn(145, "warning: skipping globals because source global is not a table.");
                return;
            }

            PushEach(target, table, prefix);
        }

        into.Set(Global, Value.Of(target));
    }

    private void PushEach(MapValue target, MapValue source, string prefix)
    {
        foreach (var key in source.SortedKeys)
        {
            var value = source[key];
            var isThere = target.TryGet(key, out var given);
            if (value.AsMap is { } table)
            {
                var copy = table.ShallowCopy();
                if (!isThere)
                {
                    target.Set(key, Value.Of(copy));
                }
                else if (given.AsMap is { } inner)
                {
                    FillTable(copy, inner, Join(prefix, key.RevealText()), merges: true);
                    target.Set(key, Value.Of(copy));
                }
                else
                {
                    Warn(161, $"Conflict: cannot merge map onto non-map for {GoQuote.Format(key.Span, GoQuoteStyle.Quote)}. Skipping.");
                }
            }
            else if (isThere && given.AsMap is not null)
            {
                Warn(175, $"key {key.RevealText()} is table. Skipping");
            }
            else
            {
                target.Set(key, value);
            }
        }
    }

    // The line is that of Helm 3.19's coalesce.go.
    private void Warn(int line, string text) => log.Write(new(NoticeLevel.Info, text) { LegacySource = $"coalesce.go:{line}" });

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    // Go's verb for truth values, and its complaint about everything else.
    private static string Mismatch(Value value)
    {
        using var output = new OutputBuffer();
        GoPrintf.Write(output, "%t"u8, [value]);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Shown(Value value)
    {
        using var output = new OutputBuffer();
        GoText.Write(value, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
