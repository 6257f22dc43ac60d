using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Advice that Helm does not give and that is therefore given only when asked for. All of it is warnings.</summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class ChartAdvisor(HelmGeneration generation)
{
    // Long enough for any date that a template prints to change.
    private static readonly TimeSpan Shift = TimeSpan.FromDays(400) + new TimeSpan(5, 7, 11);

    /// <summary>The rules, by the ids that switch them on.</summary>
    public static IReadOnlyList<string> Rules { get; } = [ImageTags.Id, VaryingOutput.Id, PlainSecrets.Id, UnusedValues.Id];

    /// <summary>Looks at a chart with values.</summary>
    /// <param name="request">The chart.</param>
    /// <param name="files">The user's values files.</param>
    /// <param name="rules">The rules that are on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Nothing for a chart that cannot be loaded or rendered: lint tells of that.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<LintMessage> Advise(LintRequest request, IReadOnlyList<ValuesFile> files, IReadOnlyCollection<string> rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            request = request with { Log = SilentChartLog.Instance };
            var chart = LintFiles.Open(request).Load(generation, request.Log);
            List<LintMessage> advice = [];
            if (rules.Contains(PlainSecrets.Id))
            {
                advice.AddRange(PlainSecrets.Find(chart, files));
            }

            if (rules.Contains(UnusedValues.Id))
            {
                advice.AddRange(UnusedValues.Find(chart, request.Values));
            }

            var prepared = new ChartRenderer(generation).Prepare(chart);
            if (Render(request, prepared, cancellationToken) is { } rendered)
            {
                advice.AddRange(rules.Contains(ImageTags.Id) ? ImageTags.Find(rendered) : []);
                var later = request with { Clock = new ShiftedClock(request.Clock, Shift) };
                if (rules.Contains(VaryingOutput.Id) && Render(later, prepared, cancellationToken) is { } again)
                {
                    advice.AddRange(VaryingOutput.Find(rendered, again));
                }
            }

            return advice;
        }
        catch (ChartException)
        {
            return [];
        }
    }

    private IReadOnlyDictionary<string, byte[]>? Render(LintRequest request, PreparedChart chart, CancellationToken cancellationToken) =>
        chart.RenderForLint(TemplateRules.Request(request, chart.Chart, generation), cancellationToken);

    private sealed class ShiftedClock(TimeProvider clock, TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + shift;
    }
}
