using System.Globalization;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering;

/// <summary>A template with the data it is executed on.</summary>
/// <param name="Text">Of the file.</param>
/// <param name="Context">Shared by all templates of a chart.</param>
/// <param name="BasePath">The folder that <c>.Template.BasePath</c> names.</param>
internal sealed record Renderable(byte[] Text, MapValue Context, string BasePath);

/// <summary>Gathers the templates of a chart and its subcharts, each chart with its context (spec helm.md 4.1, sprig.md 18).</summary>
internal sealed class TemplateCollection(HelmGeneration generation, Value release, Value capabilities, IChartLog log)
{
    private static readonly ByteString ValuesKey = new("Values");

    /// <summary>All templates by path.</summary>
    public Dictionary<string, Renderable> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>The path that a template renders under.</summary>
    /// <param name="chart">The chart's own path.</param>
    /// <param name="template">One of its files.</param>
    public static string PathOf(string chart, ChartFile template) => CleanPath.Of($"{chart}/{template.Name}");

    /// <summary>Adds a chart and those below.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="values">Its values.</param>
    /// <returns>Its context.</returns>
    public MapValue Add(ResolvedChart chart, MapValue values)
    {
        log.Write(
            new(
                NoticeLevel.Debug,
                "number of dependencies in the chart",
                ("chart", chart.Name),
                ("dependencies", chart.Dependencies.Count.ToString(CultureInfo.InvariantCulture)))
            {
                IsNew = true,
            });
        var subcharts = new MapValue();
        var context = new MapValue();
        context.Set(new("Chart"), ChartContext.Of(chart, generation));
        context.Set(new("Files"), Value.Of(new FilesObject(chart.Source.Files)));
        context.Set(new("Release"), release);
        context.Set(new("Capabilities"), capabilities);
        context.Set(ValuesKey, Value.Of(new ValuesObject(values, generation)));
        context.Set(new("Subcharts"), Value.Of(subcharts));
        foreach (var child in chart.Dependencies)
        {
            var own = values.TryGet(new(child.Name), out var table) && table.AsMap is { } map ? map : new MapValue();
            subcharts.Set(new(child.Name), Value.Of(Add(child, own)));
        }

        foreach (var template in chart.Source.Templates)
        {
            if (!chart.Metadata.IsLibrary || PartialTemplate.Is(template.Name))
            {
                Templates[PathOf(chart.Path, template)] = new(template.Data, context, chart.Path + "/templates");
            }
        }

        return context;
    }
}
