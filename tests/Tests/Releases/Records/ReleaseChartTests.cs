using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Charts in records: what none of the reference's stored ones has.</summary>
public sealed class ReleaseChartTests
{
    private const string Metadata = """
        apiVersion: v2
        name: app
        version: 1.0.0
        deprecated: true
        keywords: [a, b]
        maintainers: [{name: m, email: m@example.com}]
        kubeVersion: ">=1.20"
        dependencies:
        - {name: sub, version: ">0.1", repository: "https://example.com/<charts>", tags: [t], import-values: [data, {child: a, parent: b}]}
        """;

    private const string Lock = """
        dependencies:
        - name: sub
          repository: https://example.com/charts
          version: 0.2.0
        digest: sha256:0011
        generated: 2024-05-06T07:08:09.120+02:00
        """;

    private static readonly string Expected = """
        {"metadata":{"name":"app","version":"1.0.0","keywords":["a","b"],"maintainers":[{"name":"m","email":"m@example.com"}],
        "apiVersion":"v2","deprecated":true,"kubeVersion":"\u003e=1.20","dependencies":[{"name":"sub","version":"\u003e0.1",
        "repository":"https://example.com/\u003ccharts\u003e","tags":["t"],"enabled":true,
        "import-values":["data",{"child":"a","parent":"b"}]}]},
        "lock":{"generated":"2024-05-06T07:08:09.12+02:00","digest":"sha256:0011",
        "dependencies":[{"name":"sub","version":"0.2.0","repository":"https://example.com/charts"}]},
        "templates":null,"values":{"sub":{"global":{},"z":2},"x":1},"schema":"e30=",
        "files":[{"name":"README.md","data":"cmVhZA=="},{"name":"crds/a.yaml","data":"YTogMQo="}]}
        """.ReplaceLineEndings("");

    [Fact]
    public void Lock_schema_and_files_are_written()
    {
        var release = new Release(new()
        {
            Name = "shop",
            Namespace = "prod",
            Revision = 1,
            Status = ReleaseStatus.Deployed,
            FirstDeployed = default,
            LastDeployed = default,
            Chart = Chart(HelmGeneration.V3),
        });
        var json = Encoding.UTF8.GetString(RecordCodec.ToJson(release, HelmGeneration.V3).Span);
        var start = json.IndexOf("\"chart\":", StringComparison.Ordinal) + 8;
        Assert.Equal(Expected, json[start..json.IndexOf(",\"version\":1,\"namespace\"", StringComparison.Ordinal)]);
    }

    [Fact]
    public void What_is_in_a_record_can_be_read_again()
    {
        var chart = Chart(HelmGeneration.V4);
        Assert.Equal(("app", "1.0.0", ""), (chart.Name, chart.Version, chart.AppVersion));
        Assert.Equal("{}"u8.ToArray(), chart.Schema);
        Assert.Equal(["README.md", "crds/a.yaml"], chart.OtherFiles.Select(file => file.Name));
        Assert.Equal("a: 1\n", Encoding.UTF8.GetString(chart.OtherFiles[1].Data));
        Assert.True(chart.Lock!.Contains(new("digest")));
    }

    private static ReleaseChart Chart(HelmGeneration generation)
    {
        ChartFile[] files =
        [
            File("Chart.yaml", Metadata),
            File("Chart.lock", Lock),
            File("values.yaml", "x: 1\n"),
            File("values.schema.json", "{}"),
            File("README.md", "read"),
            File("crds/a.yaml", "a: 1\n"),
            File("charts/sub/Chart.yaml", "{apiVersion: v2, name: sub, version: 0.2.0}"),
            File("charts/sub/values.yaml", "z: 2\n"),
        ];
        var chart = new ChartLoader(generation, SilentChartLog.Instance).LoadFiles(files);
        var request = new RenderRequest
        {
            Chart = chart,
            Values = new(),
            ReleaseName = "shop",
            Namespace = "prod",
            Clock = TimeProvider.System,
            Random = static _ => { },
        };
        var result = new ChartRenderer(generation).Render(request, TestContext.Current.CancellationToken);
        return ReleaseChart.Of(result.Chart, generation);
    }

    private static ChartFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
