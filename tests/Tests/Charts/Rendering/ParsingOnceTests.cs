using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;

namespace SecretsKit.Tests.Charts.Rendering;

/// <summary>
/// What repeated renderings of one chart allocate. Templates are parsed on several threads, so the
/// count is that of the whole process, and no other test may run at the same time.
/// </summary>
[CollectionDefinition(nameof(ParsingOnceTests), DisableParallelization = true)]
[Collection(nameof(ParsingOnceTests))]
public sealed class ParsingOnceTests
{
    [Fact]
    public void Parses_a_template_once()
    {
        var text = new StringBuilder("{{ if .Values.never }}");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("{{ .Values.a | default \"b\" | quote }}\n");
        }

        text.Append("{{ end }}");
        var chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance).LoadFiles(
        [
            new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"u8.ToArray()),
            new("templates/a.yaml", Encoding.UTF8.GetBytes(text.ToString())),
        ]);
        var prepared = new ChartRenderer(HelmGeneration.V4).Prepare(chart);
        var first = Allocated(() => prepared.Render(Request(chart), TestContext.Current.CancellationToken));
        var second = Allocated(() => prepared.Render(Request(chart), TestContext.Current.CancellationToken));
        Assert.True(second < first / 10, $"{first} bytes, then {second}");
    }

    private static RenderRequest Request(Chart chart) => new()
    {
        Chart = chart, Values = new(), ReleaseName = "r", Namespace = "default", Clock = new FixedClock(), Random = bytes => bytes.Clear(),
    };

    private static long Allocated(Action work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
