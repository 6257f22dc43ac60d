using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Goldens.Text;

/// <summary>The chart of a row of toml.jsonl, url.jsonl and small.jsonl: one template, as <c>helm template r c</c> renders it.</summary>
internal static class GoTextChart
{
    private const string Template = "templates/t.yaml";
    private const string Chart = "apiVersion: v2\nname: c\nversion: 0.1.0\n";

    /// <summary>The bytes that the template gives.</summary>
    /// <param name="generation">As which Helm.</param>
    /// <param name="template">Its text.</param>
    /// <param name="values">The text of the values file; null for none.</param>
    /// <exception cref="ChartException">The message is what Helm prints after <c>Error: </c>.</exception>
    public static byte[] Render(HelmGeneration generation, string template, string? values = null)
    {
        var chart = new ChartLoader(generation, SilentChartLog.Instance).LoadFiles(
        [
            new("Chart.yaml", Encoding.UTF8.GetBytes(Chart)),
            new(Template, Encoding.UTF8.GetBytes(template)),
        ]);
        var sources = new ValueSources { Files = values is null ? [] : [new("v.yaml", Encoding.UTF8.GetBytes(values), IsSecret: false)] };
        var request = new RenderRequest
        {
            Chart = chart,
            Values = sources.Merge(generation),
            ReleaseName = "r",
            Namespace = "default",
            Capabilities = Capabilities.Default(generation),
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        return new ChartRenderer(generation).RenderFiles(request, TestContext.Current.CancellationToken)["c/" + Template];
    }

    /// <summary>The same, as text; bytes that are not UTF-8 stay visible.</summary>
    public static string Text(byte[] bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Convert.ToHexString(bytes);

    /// <summary>A text as a literal of the template language.</summary>
    public static string Literal(byte[] text) => GoQuote.Format(text, GoQuoteStyle.Quote);
}
