using System.Buffers;
using System.Text;
using SecretsKit.Charts.Dependencies;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering.Objects;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Text;
using SecretsKit.Templating;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Rendering;

/// <summary>
/// Renders charts as Helm does, byte for byte: dependencies, values, templates, documents, hooks (spec helm.md 2 to 4). No state: one
/// renderer serves any number of threads, and the same request gives the same result for the same clock and randomness.
/// </summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class ChartRenderer(HelmGeneration generation)
{
    private const string NotesSuffix = "NOTES.txt";

    /// <summary>Renders.</summary>
    /// <exception cref="ChartException">The chart or its values do not allow it, or a template or document fails; the message is Helm's.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public RenderResult Render(RenderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (chart, values) = Prepare(request);
        var files = RenderFiles(request, chart, values, cancellationToken);
        var notes = TakeNotes(request, chart, files);
        var (manifests, hooks) = Sort(request, files);
        return new() { Chart = chart, Values = values, Files = files, Manifests = manifests, Hooks = hooks, Notes = notes };
    }

    private (List<Manifest> Manifests, List<Hook> Hooks) Sort(RenderRequest request, Dictionary<string, byte[]> files)
    {
        try
        {
            return new ManifestSorter(generation, request.Log).Sort(files);
        }
        catch (ChartException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure) { IsFromRendering = true, Unsorted = files };
        }
    }

    /// <summary>Renders the files alone, notes included, without reading them.</summary>
    /// <exception cref="ChartException">As <see cref="Render"/>.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyDictionary<string, byte[]> RenderFiles(RenderRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (chart, values) = Prepare(request);
        return RenderFiles(request, chart, values, cancellationToken);
    }

    /// <summary>
    /// Renders the files for lint: no demand on the cluster's version, and values that do not fit the subcharts are told of by nobody
    /// (spec helm.md 5).
    /// </summary>
    /// <returns>As <see cref="RenderFiles(RenderRequest, CancellationToken)"/>; null where values do not fit the subcharts.</returns>
    /// <exception cref="ChartException">Values do not meet a schema, or a template fails.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    internal IReadOnlyDictionary<string, byte[]>? RenderForLint(RenderRequest request, CancellationToken cancellationToken)
    {
        ResolvedChart chart;
        MapValue values;
        try
        {
            chart = new DependencyProcessing(generation, request.Log).Process(request.Chart, request.Values);

            // Twice, as the reference does: the nulls that Helm 3 keeps of defaults delete themselves.
            var coalescing = new Coalescing(generation, request.Log);
            values = coalescing.Coalesce(chart, coalescing.Coalesce(chart, request.Values));
        }
        catch (ChartException)
        {
            return null;
        }

        if (request.ValidatesSchema)
        {
            new SchemaCheck(generation, request.Log, request.ValueQuoting).Require(chart, values);
        }

        return RenderFiles(request, chart, values, cancellationToken);
    }

    /// <summary>The release of Helm whose behaviour a generation is, as <c>v4.2.4</c>.</summary>
    public static string HelmVersion(HelmGeneration generation) => generation == HelmGeneration.V4 ? "v4.2.4" : "v3.19.0";

    /// <summary>Executes a text that stands for itself, such as the template of a release's name: no values, no chart.</summary>
    /// <param name="text">The template.</param>
    /// <param name="generation">Whose functions count.</param>
    /// <param name="clock">The clock of <c>now</c>.</param>
    /// <param name="random">The source of random texts.</param>
    /// <param name="data">What the dot is. Default nothing.</param>
    /// <exception cref="ChartException">It is no template, or fails.</exception>
    public static byte[] ExpandText(string text, HelmGeneration generation, TimeProvider clock, RandomFill random, Value data = default)
    {
        var set = new TemplateSet("name-template", ChartFunctions.ForText(generation));
        try
        {
            set.Parse("name-template", Encoding.UTF8.GetBytes(text));
            var output = new ArrayBufferWriter<byte>();
            set.Execute("name-template", data, output, new() { Clock = clock, Random = random }, CancellationToken.None);
            return output.WrittenSpan.ToArray();
        }
        catch (TemplateException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure);
        }
    }

    private (ResolvedChart Chart, MapValue Values) Prepare(RenderRequest request)
    {
        var chart = ProcessDependencies(request);
        var capabilities = request.Capabilities ?? Capabilities.Default(generation);
        var values = new Coalescing(generation, request.Log).Coalesce(chart, request.Values);
        if (request.ValidatesSchema)
        {
            new SchemaCheck(generation, request.Log, request.ValueQuoting).Require(chart, values);
        }

        RequireKubeVersion(chart, capabilities);
        return (chart, values);
    }

    private ResolvedChart ProcessDependencies(RenderRequest request)
    {
        try
        {
            return new DependencyProcessing(generation, request.Log).Process(request.Chart, request.Values);
        }
        catch (ChartException failure) when (generation == HelmGeneration.V4)
        {
            request.Log.Write(new(NoticeLevel.Error, "chart dependencies processing failed", ("error", failure.Message)));
            throw new ChartException("chart dependencies processing failed: " + failure.Message, inner: failure);
        }
    }

    private static void RequireKubeVersion(ResolvedChart chart, Capabilities capabilities)
    {
        var wanted = chart.Metadata.KubeVersion;
        if (wanted.Length > 0 && !(VersionConstraint.TryParse(wanted, out var constraint, out _) && capabilities.KubeVersion.Meets(constraint)))
        {
            throw new ChartException($"chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {capabilities.KubeVersion.Version}") { IsFromRendering = true };
        }
    }

    private Dictionary<string, byte[]> RenderFiles(RenderRequest request, ResolvedChart chart, MapValue values, CancellationToken cancellationToken)
    {
        var capabilities = request.Capabilities ?? Capabilities.Default(generation);
        var collection = new TemplateCollection(generation, Release(request), Value.Of(new CapabilitiesObject(capabilities, generation)), request.Log);
        collection.Add(chart, values);
        var order = TemplateOrder.Sort(collection.Templates.Keys);
        var set = new TemplateSet("gotpl", ChartFunctions.Create(request, generation));
        foreach (var path in order)
        {
            Guard(path, () => set.Parse(path, collection.Templates[path].Text));
        }

        var options = new ExecutionOptions
        {
            Clock = request.Clock,
            Random = request.Random,
            LocalZone = request.LocalZone,
            MissingKey = MissingKey.Zero,
            RemovesNoValue = true,
            Lint = request.Lint,
            Limits = request.Limits,
        };
        var rendered = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in order)
        {
            if (!path[(path.LastIndexOf('/') + 1)..].StartsWith('_'))
            {
                rendered[path] = Execute(set, path, collection.Templates[path], options, cancellationToken);
            }
        }

        return rendered;
    }

    private byte[] Execute(TemplateSet set, string path, Renderable template, ExecutionOptions options, CancellationToken cancellationToken)
    {
        var own = new MapValue();
        own.Set(new("Name"), Value.Of(path));
        own.Set(new("BasePath"), Value.Of(template.BasePath));
        template.Context.Set(new("Template"), Value.Of(new ValuesObject(own, generation)));
        var output = new ArrayBufferWriter<byte>();
        Guard(path, () => set.Execute(path, Value.Of(new ValuesObject(template.Context, generation)), output, options, cancellationToken));
        return output.WrittenSpan.ToArray();
    }

    private void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (TemplateException failure)
        {
            var text = generation == HelmGeneration.V4 ? TemplateErrorText.Helm4(failure, path) : TemplateErrorText.Helm3(failure, path);
            throw new ChartException(text, failure.Code, failure) { IsFromRendering = true };
        }
    }

    private static Value Release(RenderRequest request)
    {
        var release = new MapValue();
        release.Set(new("Name"), Value.Of(request.ReleaseName));
        release.Set(new("Namespace"), Value.Of(request.Namespace));
        release.Set(new("IsUpgrade"), Value.Of(request.IsUpgrade));
        release.Set(new("IsInstall"), Value.Of(!request.IsUpgrade));
        release.Set(new("Revision"), Value.Int(request.Revision));
        release.Set(new("Service"), Value.Of("Helm"));
        return Value.Of(release);
    }

    private static byte[] TakeNotes(RenderRequest request, ResolvedChart chart, Dictionary<string, byte[]> files)
    {
        var notes = new ArrayBufferWriter<byte>();
        var own = $"{chart.Name}/templates/{NotesSuffix}";
        foreach (var path in files.Keys.Where(path => path.EndsWith(NotesSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList())
        {
            if (request.RendersSubchartNotes || path == own)
            {
                notes.Write(notes.WrittenCount > 0 ? "\n"u8 : default);
                notes.Write(files[path]);
            }

            files.Remove(path);
        }

        return notes.WrittenSpan.ToArray();
    }
}
