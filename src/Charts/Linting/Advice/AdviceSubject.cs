using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>A chart under advice, as the rules see it.</summary>
/// <param name="Request">What to look at.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Files">The user's values files.</param>
/// <param name="Rendering">What comes out.</param>
internal sealed record AdviceSubject(LintRequest Request, Chart Chart, IReadOnlyList<ValuesFile> Files, AdviceRendering Rendering)
{
    private IReadOnlyList<RenderedObject>? _objects;
    private IReadOnlyList<Workload>? _workloads;
    private NamedValues? _named;

    /// <summary>The rendered objects in order of their files; none where the chart does not render.</summary>
    public IReadOnlyList<RenderedObject> Objects => _objects ??= Rendering.Files is { } files ? [.. RenderedObject.ReadAll(files)] : [];

    /// <summary>Those that run pods.</summary>
    public IReadOnlyList<Workload> Workloads => _workloads ??= [.. Objects.Select(Workload.Of).OfType<Workload>()];

    /// <summary>The names of values that the chart speaks of.</summary>
    public NamedValues Named => _named ??= new(Chart);
}
