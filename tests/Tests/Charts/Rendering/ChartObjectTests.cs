using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.Rendering;

/// <summary>The structs that templates see, in functions that want other types.</summary>
public sealed class ChartObjectTests
{
    [Theory]
    [InlineData(
        HelmGeneration.V3, "eq .Chart .Chart", "error calling eq: non-comparable type {", ": struct { chart.Metadata; IsRoot bool }")]
    [InlineData(HelmGeneration.V4, "eq .Chart .Chart", "error calling eq: non-comparable type map[", ": map[string]interface {}")]
    [InlineData(HelmGeneration.V3, "index .Capabilities 1", "error calling index: ", "can't index item of type chartutil.Capabilities")]
    [InlineData(HelmGeneration.V4, "index .Capabilities 1", "error calling index: ", "can't index item of type common.Capabilities")]
    [InlineData(HelmGeneration.V4, "mustToYaml \"\\x7f\"", "error calling mustToYaml: ", ": yaml: control characters are not allowed")]
    public void What_a_function_cannot_take_is_named_by_its_type(HelmGeneration generation, string pipeline, string expected, string end)
    {
        var message = Assert.Throws<ChartException>(() => { _ = Render(generation, $"{{{{ {pipeline} }}}}"); }).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(end, message, StringComparison.Ordinal);
    }

    private static string Render(HelmGeneration generation, string template)
    {
        var chart = new ChartLoader(generation, SilentChartLog.Instance).LoadFiles(
        [
            new("Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n"u8.ToArray()),
            new("templates/t.yaml", Encoding.UTF8.GetBytes(template)),
        ]);
        var request = new RenderRequest
        {
            Chart = chart,
            Values = new MapValue(),
            ReleaseName = "r",
            Namespace = "default",
            Capabilities = Capabilities.Default(generation),
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        var files = new ChartRenderer(generation).RenderFiles(request, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(files["c/templates/t.yaml"]);
    }
}
