using System.Collections.Concurrent;
using SecretsKit.Charts.Model;
using SecretsKit.Templating;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Charts.Rendering;

/// <summary>
/// The parsed templates of one chart and its subcharts. Owned by a <see cref="PreparedChart"/>, and bounded by its files: a template is there once for
/// each path that it renders under, of which an aliased subchart has several. Safe for concurrent use.
/// </summary>
internal sealed class ParsedTemplates(HelmGeneration generation, FunctionTable functions)
{
    // By path and array: two subcharts of one alias in turn share their paths.
    private readonly ConcurrentDictionary<(string Path, byte[] Text), ParsedText> _parsed = new();

    /// <summary>A set of all templates that take part in a rendering.</summary>
    /// <param name="order">Their paths; definitions of later ones win.</param>
    /// <param name="templates">By path.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="ChartException">One of them is no template.</exception>
    public TemplateSet SetOf(string[] order, Dictionary<string, Renderable> templates, CancellationToken cancellationToken)
    {
        FileWork.Ahead(order.Length, UnparsedBytes, i => Get(order[i], templates[order[i]].Text), cancellationToken);
        var set = new TemplateSet("gotpl", functions);
        foreach (var path in order)
        {
            cancellationToken.ThrowIfCancellationRequested();
            set.Add(Get(path, templates[path].Text));
        }

        return set;

        // Renderings after the first one find all of them, and start no threads.
        int UnparsedBytes(int i) => templates[order[i]].Text is var text && _parsed.ContainsKey((order[i], text)) ? 0 : text.Length;
    }

    // Two threads may both parse; either result serves. What fails is parsed again, for the failure's sake.
    private ParsedText Get(string path, byte[] text)
    {
        if (!_parsed.TryGetValue((path, text), out var parsed))
        {
            parsed = _parsed.GetOrAdd((path, text), RenderingFailure.Guard(path, generation, () => ParsedText.Parse(path, text, functions)));
        }

        return parsed;
    }
}
