using System.Diagnostics;
using SecretsKit.Agent.Telemetry;

namespace SecretsKit.Integration.Agent.Telemetry;

/// <summary>Messages, the queue and the choice of traces, without a collector.</summary>
public sealed class OtlpMessageTests
{
    private static readonly Dictionary<string, string> Resource = new() { ["service.name"] = "x" };

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(20_000)]
    public void Messages_in_messages_have_their_lengths_before_them(int length)
    {
        var message = new OtlpMessage();
        var outer = message.Begin(1);
        message.Text(2, "before");
        var inner = message.Begin(3);
        message.Bytes(4, new byte[length]);
        message.End(inner);
        message.Double(5, 0.5);
        message.End(outer);
        message.Number(6, ulong.MaxValue);
        var read = new WireMessage(message.Written.Span);
        var within = read.Messages(1).Single();
        Assert.Equal(("before", length, 0.5), (within.Text(2), within.Messages(3).Single().Bytes(4).Length, within.Double(5)));
        Assert.Equal(ulong.MaxValue, read.Number(6));
    }

    [Fact]
    public async Task A_queue_never_grows_and_counts_what_it_drops()
    {
        var dropped = 0;
        var queue = new SpanQueue(10, 4, () => dropped++);
        for (var at = 0; at < 1000; at++)
        {
            queue.Add(new("scope", [(byte)at]));
        }

        Assert.Equal(990, dropped);
        await queue.WaitAsync(TimeSpan.FromHours(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal([4, 4, 2, 0], Enumerable.Range(0, 4).Select(_ => queue.Take().Count));
        var wait = queue.WaitAsync(TimeSpan.FromHours(1), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        Enumerable.Range(0, 4).ToList().ForEach(_ => queue.Add(new("scope", [1])));
        await wait;
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 800, 1200)]
    [InlineData(1, 10_000, 10_000)]
    public void A_part_of_traces_is_recorded_whole(double ratio, int least, int most)
    {
        using var source = new ActivitySource($"{nameof(OtlpMessageTests)}.{ratio}");
        var sampler = new SpanSampler(ratio);
        using var listener = new ActivityListener { ShouldListenTo = one => one == source, Sample = sampler.Sample };
        ActivitySource.AddActivityListener(listener);
        var recorded = 0;
        for (var at = 0; at < 10_000; at++)
        {
            Activity.Current = null;
            using var root = source.StartActivity("root");
            using var part = root is null ? null : source.StartActivity("part");
            Assert.Equal(root is null, part is null);
            recorded += root is null ? 0 : 1;
        }

        Assert.InRange(recorded, least, most);
    }

    [Fact]
    public void Long_texts_are_cut_and_metrics_come_in_requests_of_a_sensible_size()
    {
        var metrics = new OtlpMetrics(Resource, DateTime.UnixEpoch, DateTime.UnixEpoch.AddSeconds(1));
        metrics.Begin("many", "gauge", "help");
        for (var at = 0; at < 20_000; at++)
        {
            metrics.Add("many", at, ("name", new string('n', at == 0 ? 5000 : 40)));
        }

        var requests = metrics.Begin("none", "counter", "help").ToRequests();
        Assert.True(requests.Count > 1);
        Assert.All(requests, request => Assert.True(request.Content.Length < 600 * 1024));
        Assert.Equal(20_000, requests.Sum(request => request.Points));
        var points = requests.Select(request => new WireMessage(request.Content))
            .Select(message => message.Messages(1).Single().Messages(2).Single().Messages(2).Single())
            .SelectMany(metric => metric.Messages(5).Single().Messages(1)).ToList();
        Assert.Equal(Enumerable.Range(0, 20_000).Select(at => (double)at), points.Select(point => point.Double(4)));
        Assert.Equal(1024, points[0].Attributes(7)["name"].Length);
    }
}
