using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Advice that Helm does not give and that is therefore given only when asked for. All of it is warnings.</summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class ChartAdvisor(HelmGeneration generation)
{
    /// <summary>The rules, by the ids that switch them on.</summary>
    public static IReadOnlyList<string> Rules { get; } = [ImageTags.Id, VaryingOutput.Id, PlainSecrets.Id, UnusedValues.Id];

    /// <summary>Looks at a chart with values.</summary>
    /// <param name="request">The chart.</param>
    /// <param name="files">The user's values files.</param>
    /// <param name="rules">The rules that are on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Nothing for a chart that cannot be loaded, and of one that does not render what can be told without: lint tells of the rest.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<LintMessage> Advise(LintRequest request, IReadOnlyList<ValuesFile> files, IReadOnlyCollection<string> rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var chart = Load(request with { Log = SilentChartLog.Instance });
        if (chart is null)
        {
            return [];
        }

        var rendering = new AdviceRendering(generation, request, chart, cancellationToken);
        List<LintMessage> advice = [];
        if (rules.Contains(PlainSecrets.Id))
        {
            advice.AddRange(PlainSecrets.Find(chart, files));
        }

        if (rules.Contains(UnusedValues.Id) && !request.Values.SortedKeys.IsEmpty)
        {
            advice.AddRange(new UnusedValues(chart, rendering.Files is null ? null : path => rendering.ChangesWithout(path)).Find(request.Values));
        }

        if (rules.Contains(ImageTags.Id) && rendering.Files is { } rendered)
        {
            advice.AddRange(ImageTags.Find(rendered));
        }

        if (rules.Contains(VaryingOutput.Id) && rendering is { Varies: true, Files: { } one } && rendering.Again() is { } other)
        {
            advice.AddRange(VaryingOutput.Find(one, other));
        }

        return advice;
    }

    private Chart? Load(LintRequest request)
    {
        try
        {
            return LintFiles.Open(request).Load(generation, request.Log);
        }
        catch (ChartException)
        {
            return null; // Lint tells of that.
        }
    }
}
