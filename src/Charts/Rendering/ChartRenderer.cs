using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Charts.Rendering;

/// <summary>
/// Renders charts as Helm does, byte for byte: dependencies, values, templates, documents, hooks (spec helm.md 2 to 4). Holds the table of
/// functions and nothing of any rendering: one renderer serves any number of threads, and the same
/// request gives the same result for the same clock and randomness. Who renders a chart more than once calls <see cref="Prepare"/>.
/// </summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class ChartRenderer(HelmGeneration generation)
{
    private readonly FunctionTable _functions = ChartFunctions.Create(generation);

    /// <summary>Makes a chart ready for many renderings: its templates are parsed when the first one needs them, and kept.</summary>
    /// <param name="chart">As loaded.</param>
    public PreparedChart Prepare(Chart chart) => new(chart, generation, new(generation, _functions));

    /// <summary>
    /// Loads a chart and makes it ready. The templates of a large one are parsed on another processor while its values are read.
    /// </summary>
    /// <param name="loader">Of the same generation.</param>
    /// <param name="source">Where the chart is.</param>
    /// <exception cref="ChartException">The chart cannot be loaded. A template that does not parse fails the rendering instead.</exception>
    public PreparedChart Load(ChartLoader loader, ChartSource source)
    {
        ArgumentNullException.ThrowIfNull(loader);
        var templates = new ParsedTemplates(generation, _functions);
        return new(loader.Load(source, templates.Begin), generation, templates);
    }

    /// <summary>Renders once.</summary>
    /// <inheritdoc cref="PreparedChart.Render"/>
    public RenderResult Render(RenderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Prepare(request.Chart).Render(request, cancellationToken);
    }

    /// <summary>Renders the files alone, once.</summary>
    /// <inheritdoc cref="PreparedChart.RenderFiles(RenderRequest, CancellationToken)"/>
    public IReadOnlyDictionary<string, byte[]> RenderFiles(RenderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Prepare(request.Chart).RenderFiles(request, cancellationToken);
    }

    /// <summary>The release of Helm whose behaviour a generation is, as <c>v4.2.4</c>.</summary>
    public static string HelmVersion(HelmGeneration generation) => generation == HelmGeneration.V4 ? "v4.2.4" : "v3.19.0";

    /// <summary>Executes a text that stands for itself, such as the template of a release's name: no values, no chart.</summary>
    /// <param name="text">The template.</param>
    /// <param name="generation">Whose functions count.</param>
    /// <param name="options">Clock, randomness and zone.</param>
    /// <param name="data">What the dot is. Default nothing.</param>
    /// <exception cref="ChartException">It is no template, or fails.</exception>
    public static byte[] ExpandText(string text, HelmGeneration generation, ExecutionOptions options, Value data = default)
    {
        const string Name = "name-template";
        var set = new TemplateSet(Name, ChartFunctions.ForText(generation));
        try
        {
            set.Parse(Name, Encoding.UTF8.GetBytes(text));
            return set.Execute(Name, data, options, CancellationToken.None);
        }
        catch (TemplateException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure);
        }
    }
}
