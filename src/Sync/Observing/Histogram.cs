namespace SecretsKit.Sync.Observing;

/// <summary>How often values fell below bounds, as Prometheus counts. Safe on all threads.</summary>
/// <param name="bounds">Ascending.</param>
internal sealed class Histogram(double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>The bounds, ascending.</summary>
    public double[] Bounds { get; } = bounds;

    /// <summary>Counts a value.</summary>
    public void Add(double value)
    {
        var at = Array.FindIndex(Bounds, bound => value <= bound);
        lock (_lock)
        {
            _counts[at < 0 ? Bounds.Length : at]++;
            _sum += value;
        }
    }

    /// <summary>How many values were at most each bound, then all; and their sum.</summary>
    public (long[] Cumulative, double Sum) Read()
    {
        lock (_lock)
        {
            var cumulative = new long[_counts.Length];
            var all = 0L;
            for (var at = 0; at < _counts.Length; at++)
            {
                cumulative[at] = all += _counts[at];
            }

            return (cumulative, _sum);
        }
    }
}
