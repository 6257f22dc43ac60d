using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Telemetry;

/// <summary>A request with data points.</summary>
/// <param name="Content">The message.</param>
/// <param name="Points">How many there are.</param>
internal sealed record MetricsRequest(byte[] Content, int Points);

/// <summary>
/// Makes requests of metrics (opentelemetry-proto 1.x: metrics.proto, metrics_service.proto): the same series under the same names as
/// /metrics has, in as many requests as keep each of them small.
/// </summary>
/// <param name="resource">What is said of this program.</param>
/// <param name="began">Since when counters count.</param>
/// <param name="now">The time.</param>
internal sealed class OtlpMetrics(IReadOnlyDictionary<string, string> resource, DateTime began, DateTime now) : MetricsWriter
{
    private const int MostBytes = 512 * 1024;
    private const ulong Cumulative = 2;

    private readonly OtlpMessage _message = new();
    private readonly List<MetricsRequest> _requests = [];
    private readonly ulong _began = OtlpParts.Nanoseconds(began);
    private readonly ulong _now = OtlpParts.Nanoseconds(now);
    private (string Name, string Type, string Help) _metric = ("", "", "");
    private int _all = -1;
    private int _scope;
    private int _open = -1;
    private int _data;
    private int _points;

    /// <inheritdoc/>
    public override OtlpMetrics Begin(string name, string type, string help)
    {
        EndMetric();
        _metric = (name, type, help);
        return this;
    }

    /// <inheritdoc/>
    public override OtlpMetrics Add(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var point = BeginPoint();
        AddLabels(7, labels);
        _message.Fixed(2, _metric.Type == "gauge" ? _now : _began);
        _message.Fixed(3, _now);
        _message.Double(4, value);
        return EndPoint(point);
    }

    /// <inheritdoc/>
    public override OtlpMetrics AddHistogram(
        string name, ReadOnlySpan<double> bounds, ReadOnlySpan<long> cumulative, double sum,
        params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var point = BeginPoint();
        AddLabels(9, labels);
        _message.Fixed(2, _began);
        _message.Fixed(3, _now);
        _message.Fixed(4, (ulong)cumulative[^1]);
        _message.Double(5, sum);
        var counts = _message.Begin(6);
        var below = 0L;
        foreach (var count in cumulative)
        {
            _message.Fixed((ulong)(count - below));
            below = count;
        }

        _message.End(counts);
        var limits = _message.Begin(7);
        foreach (var bound in bounds)
        {
            _message.Fixed(BitConverter.DoubleToUInt64Bits(bound));
        }

        _message.End(limits);
        return EndPoint(point);
    }

    /// <summary>The requests. Nothing can be written any more.</summary>
    public IReadOnlyList<MetricsRequest> ToRequests()
    {
        EndRequest();
        return _requests;
    }

    private int BeginPoint()
    {
        if (_all < 0)
        {
            _all = _message.Begin(1);
            _message.Resource(resource);
            _scope = _message.Begin(2);
            _message.Scope("SecretsKit.Sync");
        }

        if (_open < 0)
        {
            _open = _message.Begin(2);
            _message.Text(1, _metric.Name);
            _message.Text(2, _metric.Help);
            _data = _message.Begin(_metric.Type switch { "counter" => 7, "histogram" => 9, _ => 5 });
        }

        return _message.Begin(1);
    }

    private OtlpMetrics EndPoint(int point)
    {
        _message.End(point);
        _points++;
        if (_message.Length > MostBytes)
        {
            EndRequest();
        }

        return this;
    }

    private void AddLabels(int field, ReadOnlySpan<(string Name, string Value)> labels)
    {
        foreach (var (name, value) in labels)
        {
            _message.Attribute(field, name, value);
        }
    }

    private void EndMetric()
    {
        if (_open < 0)
        {
            return;
        }

        if (_metric.Type is "counter" or "histogram")
        {
            _message.Number(2, Cumulative);
        }

        if (_metric.Type == "counter")
        {
            _message.Number(3, 1);
        }

        _message.End(_data);
        _message.End(_open);
        _open = -1;
    }

    private void EndRequest()
    {
        EndMetric();
        if (_all < 0)
        {
            return;
        }

        _message.End(_scope);
        _message.End(_all);
        _requests.Add(new(_message.Written.ToArray(), _points));
        _message.Clear();
        (_all, _points) = (-1, 0);
    }
}
