using System.Collections.Concurrent;
using System.Text;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>A span as a collector gets it.</summary>
internal sealed record ReceivedSpan(
    string Trace, string Id, string Parent, string Name, ulong Kind, ulong Start, ulong End, Dictionary<string, string> Attributes,
    ulong Status, string Message, IReadOnlyList<string> Links, string Scope)
{
    public string this[string name] => Attributes.GetValueOrDefault(name, "");
}

/// <summary>A metric as a collector gets it.</summary>
internal sealed record ReceivedMetric(string Name, string Type, Dictionary<string, string> Labels, WireMessage Point);

/// <summary>What collectors were sent, decoded for real.</summary>
internal sealed class OtlpContent
{
    /// <summary>The answer of one that rejects two (partial_success, "no").</summary>
    public static readonly byte[] TwoRejected = [0x0a, 0x06, 0x08, 0x02, 0x12, 0x02, (byte)'n', (byte)'o'];

    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentQueue<ReceivedMetric> _metrics = [];

    // All that came, as it was, to search for what must not be there.
    private readonly ConcurrentQueue<byte[]> _bodies = [];

    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    public IReadOnlyList<ReceivedMetric> Metrics => [.. _metrics];

    public Dictionary<string, string> Resource { get; private set; } = [];

    public bool Says(string text) => _bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public void Take(byte[] body, bool areSpans)
    {
        _bodies.Enqueue(body);
        var request = new WireMessage(body);
        if (areSpans)
        {
            TakeSpans(request);
        }
        else
        {
            TakeMetrics(request);
        }
    }

    private void TakeSpans(WireMessage request)
    {
        foreach (var part in request.Messages(1))
        {
            Resource = part.Messages(1).Single().Attributes(1);
            foreach (var scope in part.Messages(2))
            {
                foreach (var span in scope.Messages(2))
                {
                    var status = span.Messages(15).SingleOrDefault();
                    _spans.Enqueue(new(
                        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(6), span.Number(7), span.Number(8),
                        span.Attributes(9), status?.Number(3) ?? 0, status?.Text(2) ?? "",
                        [.. span.Messages(13).Select(link => link.Hex(2))], scope.Messages(1).Single().Text(1)));
                }
            }
        }
    }

    private void TakeMetrics(WireMessage request)
    {
        foreach (var metric in request.Messages(1).SelectMany(part => part.Messages(2)).SelectMany(scope => scope.Messages(2)))
        {
            foreach (var (field, type, labels) in ((int, string, int)[])[(5, "gauge", 7), (7, "counter", 7), (9, "histogram", 9)])
            {
                foreach (var data in metric.Messages(field))
                {
                    // Cumulative; counters only go up.
                    Assert.Equal(type == "gauge" ? 0UL : 2, data.Number(2));
                    Assert.Equal(type == "counter" ? 1UL : 0, data.Number(3));
                    foreach (var point in data.Messages(1))
                    {
                        _metrics.Enqueue(new(metric.Text(1), type, point.Attributes(labels), point));
                    }
                }
            }
        }
    }
}
