using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.Dependencies;

/// <summary>What becomes of values where declared charts do not take part.</summary>
public sealed class DisabledChartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("disabled-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The nulls of a chart two levels below show whether its parent was merged into the root before.</summary>
    [Theory]
    [InlineData(HelmGeneration.V3)]
    [InlineData(HelmGeneration.V4)]
    public void Undeclared_charts_are_not_merged_into_a_chart_whose_declared_ones_are_all_disabled(HelmGeneration generation)
    {
        Write(
            "Chart.yaml",
            "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: cache, version: '*', condition: cache.enabled}]\n");
        Write("values.yaml", "cache: {enabled: false}\n");
        Write("templates/a.yaml", "kind: ConfigMap\nseen: {{ toJson .Values.base }}\n");
        Write("charts/cache/Chart.yaml", "apiVersion: v2\nname: cache\nversion: 1.0.0\n");
        Write("charts/base/Chart.yaml", "apiVersion: v2\nname: base\nversion: 1.0.0\ndependencies: [{name: core, version: '*'}]\n");
        Write("charts/base/charts/core/Chart.yaml", "apiVersion: v2\nname: core\nversion: 1.0.0\n");
        Write("charts/base/charts/core/values.yaml", "probe: {path: null, port: 80}\n");
        Assert.Equal("kind: ConfigMap\nseen: {\"core\":{\"global\":{},\"probe\":{\"port\":80}},\"global\":{}}\n", Render(generation));
    }

    private string Render(HelmGeneration generation)
    {
        var request = new RenderRequest
        {
            Chart = new ChartLoader(generation, SilentChartLog.Instance).Load(_folder),
            Values = new MapValue(),
            ReleaseName = "r",
            Namespace = "default",
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        var rendered = new ChartRenderer(generation).Render(request, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(rendered.Files["shop/templates/a.yaml"]);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
