using SecretsKit.Charts.Dependencies;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Values;

/// <summary>One value that a source gives for a place.</summary>
/// <param name="Source">A values file, a flag, or <c>chart</c>, behind which a subchart is named.</param>
/// <param name="Value">What it gives there.</param>
public sealed record ValueOrigin(string Source, Value Value);

/// <summary>One value that templates see: a scalar, a list, or a table that is empty.</summary>
/// <param name="Path">Its keys as people write them: <c>image.tag</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Origins">What the sources give for it, the one that counts first; empty for what was lifted out of a subchart.</param>
public sealed record ExplainedValue(string Path, Value Value, IReadOnlyList<ValueOrigin> Origins);

/// <summary>The values that a chart's templates see, and where they come from.</summary>
public sealed class EffectiveValues
{
    private const string ChartSource = "chart";
    private static readonly ByteString Global = new("global");

    private readonly ResolvedChart _chart;
    private readonly IReadOnlyList<ValueLayer> _layers;

    private EffectiveValues(ResolvedChart chart, MapValue values, IReadOnlyList<ValueLayer> layers) =>
        (_chart, Values, _layers) = (chart, values, layers);

    /// <summary>The values, defaults of the chart and its subcharts included.</summary>
    public MapValue Values { get; }

    /// <summary>Computes them. Schemas are not asked, and nothing is rendered.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="sources">What the user gives.</param>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="log">Receives what does not fit.</param>
    /// <param name="placeholder">
    /// Says what takes the place of each secret, wherever it ends up (<see cref="ValueSources.Merge"/>). Default: they stay.
    /// </param>
    /// <exception cref="ChartException">A source cannot be understood, or values do not fit the subcharts.</exception>
    public static EffectiveValues Of(
        Chart chart, ValueSources sources, HelmGeneration generation, IChartLog log, Func<Value, Value>? placeholder = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var given = sources.Merge(generation, placeholder);
        var resolved = new DependencyProcessing(generation, SilentChartLog.Instance).Process(chart, given);
        return new(resolved, new Coalescing(generation, log).Coalesce(resolved, given), sources.Layers(generation, placeholder));
    }

    /// <summary>Every value with its origins, sorted by their keys. Globals are reported once, not again for each subchart.</summary>
    public IEnumerable<ExplainedValue> Explain() => Explain(Values, _chart, []);

    /// <summary>What surprises people when values are laid over each other, in sentences. No values are quoted.</summary>
    public IEnumerable<string> Surprises()
    {
        foreach (var explained in Explain())
        {
            if (explained is { Value.AsList: not null, Origins: [var winner, { Value.AsList.Count: > 0 } other, ..] })
            {
                yield return $"{explained.Path}: the list of {winner.Source} takes the place of the list of {other.Source} as a whole; " +
                    "lists are not merged";
            }
        }

        for (var at = 0; at < _layers.Count; at++)
        {
            foreach (var surprise in Losses(_layers[at].Values, at, []))
            {
                yield return surprise;
            }
        }
    }

    // A null removes what is below it in the order, and so does a value where a table was.
    private IEnumerable<string> Losses(MapValue values, int at, IReadOnlyList<ByteString> above)
    {
        foreach (var key in values.SortedKeys.ToArray())
        {
            IReadOnlyList<ByteString> path = [.. above, key];
            var value = values[key];
            var earlier = Origins(path, at);
            if (earlier is [{ Value.IsNil: false } lost, ..] && value.IsNil)
            {
                yield return $"{Text(path)}: the null of {_layers[at].Name} removes what {lost.Source} gives";
            }
            else if (earlier is [{ Value.AsMap.Count: > 0 } table, ..] && value.AsMap is null)
            {
                yield return $"{Text(path)}: {_layers[at].Name} gives something else than a table, where {table.Source} has one";
            }

            foreach (var surprise in value.AsMap is { } inner ? Losses(inner, at, path) : [])
            {
                yield return surprise;
            }
        }
    }

    private IEnumerable<ExplainedValue> Explain(MapValue values, ResolvedChart? chart, IReadOnlyList<ByteString> above)
    {
        foreach (var key in values.SortedKeys.ToArray().Where(key => above.Count == 0 || chart is null || !key.Equals(Global)))
        {
            IReadOnlyList<ByteString> path = [.. above, key];
            var value = values[key];
            if (value.AsMap is { Count: > 0 } inner)
            {
                foreach (var explained in Explain(inner, Subchart(chart, key), path))
                {
                    yield return explained;
                }
            }
            else
            {
                yield return new(Text(path), value, Origins(path, _layers.Count));
            }
        }
    }

    // Of the layers before one, the last first, then those of the charts from the top.
    private List<ValueOrigin> Origins(IReadOnlyList<ByteString> path, int before)
    {
        var origins = new List<ValueOrigin>();
        for (var at = before - 1; at >= 0; at--)
        {
            if (TryFind(_layers[at].Values, path, out var value))
            {
                origins.Add(new(_layers[at].Name, value));
            }
        }

        ResolvedChart? chart = _chart;
        for (var depth = 0; chart is not null && depth < path.Count; depth++)
        {
            if (TryFind(chart.Source.Values, [.. path.Skip(depth)], out var value))
            {
                origins.Add(new(depth == 0 ? ChartSource : $"{ChartSource} {chart.Name}", value));
            }

            chart = Subchart(chart, path[depth]);
        }

        return origins;
    }

    private static ResolvedChart? Subchart(ResolvedChart? chart, ByteString name) =>
        chart?.Dependencies.FirstOrDefault(child => child.Name == name.RevealText());

    private static bool TryFind(MapValue? values, IReadOnlyList<ByteString> path, out Value value)
    {
        value = values is null ? Value.Nil : Value.Of(values);
        foreach (var key in path)
        {
            if (value.AsMap is not { } map || !map.TryGet(key, out value))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(IReadOnlyList<ByteString> path) =>
        string.Concat(
            path.Select((key, at) => key.RevealText() is var name && IsPlain(name)
                ? (at > 0 ? "." : "") + name
                : $"[{GoQuote.Format(name)}]"));

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/');
}
