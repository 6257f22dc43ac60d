using System.Collections.Concurrent;
using SecretsKit.Charts.Model;
using SecretsKit.Templating;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering;

/// <summary>
/// The parsed templates of one chart and its subcharts. Owned by a <see cref="PreparedChart"/>, and bounded
/// by its files: a template is there once for each path that it renders under, of which an aliased
/// subchart has several. Safe for concurrent use.
/// </summary>
internal sealed class ParsedTemplates(HelmGeneration generation, FunctionTable functions)
{
    // By path and array: two subcharts of one alias in turn share their paths.
    private readonly ConcurrentDictionary<(string Path, byte[] Text), ParsedText> _parsed = new();
    private ParallelPreload? _begun;

    /// <summary>
    /// Begins with the templates of a chart that is being loaded, those of its subcharts left out: whether they take part is not known yet.
    /// </summary>
    /// <param name="chart">Its name.</param>
    /// <param name="files">All its files.</param>
    /// <param name="work">Gets the work.</param>
    public void Begin(string chart, IReadOnlyList<ChartFile> files, ParallelPreload work)
    {
        _begun = work;
        foreach (var file in files)
        {
            if (file.Name.StartsWith("templates/", StringComparison.Ordinal))
            {
                Add(work, TemplateCollection.PathOf(chart, file), file.Data);
            }
        }
    }

    /// <summary>A set of all templates that take part in a rendering.</summary>
    /// <param name="order">Their paths; definitions of later ones win.</param>
    /// <param name="templates">By path.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="ChartException">One of them is no template.</exception>
    public TemplateSet SetOf(string[] order, Dictionary<string, Renderable> templates, CancellationToken cancellationToken)
    {
        _begun?.Finish(cancellationToken);
        var work = new ParallelPreload();
        foreach (var path in order)
        {
            // Renderings after the first one find all of them.
            if (templates[path].Text is var text && !_parsed.ContainsKey((path, text)))
            {
                Add(work, path, text);
            }
        }

        work.Finish(cancellationToken);
        var set = new TemplateSet("gotpl", functions);
        foreach (var path in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            set.Add(Get(path, templates[path].Text));
        }

        return set;
    }

    private void Add(ParallelPreload work, string path, byte[] text) => work.Add(() => Get(path, text), text.Length);

    // Two threads may both parse; either result serves. What fails is parsed again, for the failure's sake.
    private ParsedText Get(string path, byte[] text)
    {
        if (!_parsed.TryGetValue((path, text), out var parsed))
        {
            parsed = _parsed.GetOrAdd(
                (path, text), RenderingFailure.Guard(path, generation, () => ParsedText.Parse(path, text, functions)));
        }

        return parsed;
    }
}
