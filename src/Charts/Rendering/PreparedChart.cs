using SecretsKit.Charts.Dependencies;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering;

/// <summary>
/// A chart that is rendered any number of times, by any number of threads at once: each template is parsed once, each schema compiled once.
/// What renderings share is never changed; values are copied for each. Made by <see cref="ChartRenderer"/>.
/// </summary>
public sealed class PreparedChart
{
    private readonly HelmGeneration _generation;
    private readonly ParsedTemplates _templates;
    private readonly CompiledSchemas _schemas;

    internal PreparedChart(Chart chart, HelmGeneration generation, ParsedTemplates templates) =>
        (Chart, _generation, _templates, _schemas) = (chart, generation, templates, new(generation));

    /// <summary>The chart as loaded.</summary>
    public Chart Chart { get; }

    /// <summary>Renders.</summary>
    /// <param name="request">Of this chart.</param>
    /// <param name="cancellationToken">Looked at between files and every few thousand steps in them.</param>
    /// <exception cref="ChartException">
    /// The chart or its values do not allow it, or a template or document fails; the message is Helm's.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public RenderResult Render(RenderRequest request, CancellationToken cancellationToken)
    {
        var (chart, values) = Resolve(request);
        var documents = request.ReadsDocuments ? new ManifestReading(_generation) : null;
        var files = RenderFiles(request, chart, values, documents, cancellationToken);
        var notes = ChartNotes.Take(request, chart, files);
        var (manifests, hooks) = documents is null ? ([], []) : Sort(request, files, documents, cancellationToken);
        return new() { Chart = chart, Values = values, Files = files, Manifests = manifests, Hooks = hooks, Notes = notes };
    }

    /// <summary>Renders the files alone, notes included, without reading them.</summary>
    /// <inheritdoc cref="Render"/>
    public IReadOnlyDictionary<string, byte[]> RenderFiles(RenderRequest request, CancellationToken cancellationToken)
    {
        var (chart, values) = Resolve(request);
        return RenderFiles(request, chart, values, documents: null, cancellationToken);
    }

    /// <summary>
    /// Renders the files for lint: no demand on the cluster's version, and values that do not fit the subcharts are not reported
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
            chart = new DependencyProcessing(_generation, request.Log).Process(Chart, request.Values);

            // Twice, as the reference does: the nulls that Helm 3 keeps of defaults delete themselves.
            var coalescing = new Coalescing(_generation, request.Log);
            values = coalescing.Coalesce(chart, coalescing.Coalesce(chart, request.Values));
        }
        catch (ChartException)
        {
            return null;
        }

        RequireSchema(request, chart, values);
        return RenderFiles(request, chart, values, documents: null, cancellationToken);
    }

    private Dictionary<string, byte[]> RenderFiles(
        RenderRequest request, ResolvedChart chart, MapValue values, ManifestReading? documents, CancellationToken cancellationToken) =>
        new FileRendering(_generation, _templates, request, documents).Render(chart, values, cancellationToken);

    private (ResolvedChart Chart, MapValue Values) Resolve(RenderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ReferenceEquals(request.Chart, Chart))
        {
            throw new ArgumentException("the request is for another chart", nameof(request));
        }

        var chart = ProcessDependencies(request);
        if (request.Variation?.Metadata is { } change)
        {
            ChangeMetadata(chart, change);
        }

        var values = new Coalescing(_generation, request.Log).Coalesce(chart, request.Values);
        RequireSchema(request, chart, values);
        if (request.Variation is null or { RequiresKubeVersion: true })
        {
            RequireKubeVersion(chart, request.Capabilities ?? Capabilities.Default(_generation));
        }

        return (chart, values);
    }

    private static void ChangeMetadata(ResolvedChart chart, Func<ChartMetadata, ChartMetadata> change)
    {
        chart.Metadata = change(chart.Metadata);
        foreach (var child in chart.Dependencies)
        {
            ChangeMetadata(child, change);
        }
    }

    private ResolvedChart ProcessDependencies(RenderRequest request)
    {
        try
        {
            return new DependencyProcessing(_generation, request.Log).Process(Chart, request.Values);
        }
        catch (ChartException failure) when (_generation == HelmGeneration.V4)
        {
            request.Log.Write(new(NoticeLevel.Error, "chart dependencies processing failed", ("error", failure.Message)));
            throw new ChartException("chart dependencies processing failed: " + failure.Message, inner: failure);
        }
    }

    private void RequireSchema(RenderRequest request, ResolvedChart chart, MapValue values)
    {
        if (request.ValidatesSchema)
        {
            new SchemaCheck(_schemas, request.Log, request.ValueQuoting) { Fetch = request.FetchSchema }.Require(chart, values);
        }
    }

    private static void RequireKubeVersion(ResolvedChart chart, Capabilities capabilities)
    {
        var wanted = chart.Metadata.KubeVersion;
        if (wanted.Length > 0
            && !(VersionConstraint.TryParse(wanted, out var constraint, out _) && capabilities.KubeVersion.Meets(constraint)))
        {
            throw new ChartException(
                $"chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {capabilities.KubeVersion.Version}")
            {
                Cause = new ChartCause(ChartFault.WrongKubernetes, wanted),
                IsFromRendering = true,
            };
        }
    }

    private (List<Manifest> Manifests, List<Hook> Hooks) Sort(
        RenderRequest request, Dictionary<string, byte[]> files, ManifestReading documents, CancellationToken cancellationToken)
    {
        try
        {
            return new ManifestSorter(_generation, request.Log).Sort(files, documents, cancellationToken);
        }
        catch (ChartException failure)
        {
            throw new ChartException(failure.Message, failure.Code, failure) { IsFromRendering = true, Unsorted = files };
        }
    }
}
