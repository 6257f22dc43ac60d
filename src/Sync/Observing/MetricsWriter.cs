namespace SecretsKit.Sync.Observing;

/// <summary>
/// Takes metrics, one after the other, in whichever form they are wanted: whoever has metrics writes them once, for all forms.
/// </summary>
public abstract class MetricsWriter
{
    /// <summary>Begins a metric; its series follow.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">What it is.</param>
    public abstract MetricsWriter Begin(string name, string type, string help);

    /// <summary>Writes the value of a series.</summary>
    /// <param name="name">The name of the metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="labels">Names and values, in the order in which they are written.</param>
    public abstract MetricsWriter Add(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels);

    /// <summary>Writes a series of a histogram.</summary>
    /// <param name="name">The name of the metric.</param>
    /// <param name="bounds">The upper bounds, ascending.</param>
    /// <param name="cumulative">How many values were at most each bound, then all.</param>
    /// <param name="sum">Their sum.</param>
    /// <param name="labels">Names and values.</param>
    public abstract MetricsWriter AddHistogram(
        string name, ReadOnlySpan<double> bounds, ReadOnlySpan<long> cumulative, double sum,
        params ReadOnlySpan<(string Name, string Value)> labels);

    internal MetricsWriter Add(string name, Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var (cumulative, sum) = histogram.Read();
        return AddHistogram(name, histogram.Bounds, cumulative, sum, labels);
    }
}
