using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Templating;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Charts.Rendering;

/// <summary>Executes the templates of a chart and its subcharts on their values: one rendering's state (spec helm.md 4.1).</summary>
/// <param name="generation">Whose behaviour counts.</param>
/// <param name="templates">Of the chart.</param>
/// <param name="request">What to render.</param>
/// <param name="documents">Reads each file as soon as it is there; null where no one does.</param>
internal sealed class FileRendering(HelmGeneration generation, ParsedTemplates templates, RenderRequest request, ManifestReading? documents)
{
    private readonly ExecutionOptions _options = new()
    {
        Clock = request.Clock,
        Random = request.Random,
        Keys = request.Keys,
        Zones = request.Zones,
        ResolveHost = request.ResolveHost,
        Lookup = request.Lookup,
        MissingKey = MissingKey.Zero,
        RemovesNoValue = true,
        Lint = request.Lint,
        Limits = request.Limits,
        Budget = new(request.Limits),
    };

    /// <summary>The rendered files by path, notes included; blank ones too.</summary>
    /// <exception cref="ChartException">A template fails; the message is Helm's.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public Dictionary<string, byte[]> Render(ResolvedChart chart, MapValue values, CancellationToken cancellationToken)
    {
        var capabilities = request.Capabilities ?? Capabilities.Default(generation);
        var collection = new TemplateCollection(
            generation, Release(), Value.Of(new CapabilitiesObject(capabilities, generation)), request.Log);
        collection.Add(chart, values);
        var order = TemplateOrder.Sort(collection.Templates.Keys);
        var set = templates.SetOf(order, collection.Templates, cancellationToken);
        var rendered = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in order)
        {
            if (!PartialTemplate.Is(path) && request.Variation?.Executes?.Invoke(path) != false)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var text = rendered[path] = Execute(set, path, collection.Templates[path], cancellationToken);
                if (!ChartNotes.Are(path))
                {
                    documents?.Begin(path, text);
                }
            }
        }

        return rendered;
    }

    private byte[] Execute(TemplateSet set, string path, Renderable template, CancellationToken cancellationToken)
    {
        var own = new MapValue();
        own.Set(new("Name"), Value.Of(path));
        own.Set(new("BasePath"), Value.Of(template.BasePath));
        template.Context.Set(new("Template"), Value.Of(new ValuesObject(own, generation)));
        var root = Value.Of(new ValuesObject(template.Context, generation));
        return RenderingFailure.Guard(path, generation, () => set.Execute(path, root, _options, cancellationToken));
    }

    private Value Release()
    {
        var release = new MapValue();
        release.Set(new("Name"), Value.Of(request.ReleaseName));
        release.Set(new("Namespace"), Value.Of(request.Namespace));
        release.Set(new("IsUpgrade"), Value.Of(request.IsUpgrade));

        // Lint neither installs nor upgrades.
        release.Set(new("IsInstall"), Value.Of(request.IsInstall ?? request is { IsUpgrade: false, Lint: null }));
        release.Set(new("Revision"), Value.Int(request.Revision));
        release.Set(new("Service"), Value.Of("Helm"));
        return Value.Of(release);
    }
}
