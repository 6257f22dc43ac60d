using SecretsKit.Charts.Linting.Advice.Images;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Charts.Linting.Advice.Sources;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Display;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Advice that Helm does not give and that is therefore given only when asked for: mistakes, and on
/// request conventions. None of it is an error.
/// </summary>
/// <param name="generation">Whose behaviour counts.</param>
public sealed class ChartAdvisor(HelmGeneration generation)
{
    /// <summary>All rules, in the order of their messages.</summary>
    public static IReadOnlyList<AdviceRule> Rules { get; } =
    [
        PlainSecrets.Rule, LeakedSecrets.Rule, UnusedValues.Rule,
        ImageTags.Rule, NumericTags.Rule, PullPolicies.Rule, Selectors.Rule, VaryingOutput.Rule, Autoscaling.Rule, Quantities.Rule,
        ChartNames.Rule, Resources.Rule, Probes.Rule, Replicas.Rule, RecommendedLabels.Rule, SecurityContexts.Rule, Checksums.Rule,
        ExtensionPoints.Rule,
        ValueDocumentation.Rule, ServiceAccounts.Rule, Ingresses.Rule, PinnedDependencies.Rule, ChartLayout.Rule, Services.Rule,
        NamedNamespace.Rule,
    ];

    /// <summary>Looks at a chart with values.</summary>
    /// <param name="request">The chart.</param>
    /// <param name="files">The user's values files.</param>
    /// <param name="rules">The ids of the rules that are on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// Nothing for a chart that cannot be loaded, and for one that does not render what is known without: lint reports the rest.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<LintMessage> Advise(
        LintRequest request, IReadOnlyList<ValuesFile> files, IReadOnlyCollection<string> rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var chart = Load(request with { Log = SilentChartLog.Instance });
        if (chart is null)
        {
            return [];
        }

        var subject = new AdviceSubject(request, chart, files, new(generation, request, chart, cancellationToken));
        return
        [
            .. Rules.Where(rule => rules.Contains(rule.Id)).SelectMany(rule => rule.Find(subject).Select(message => Shown(rule, message))),
        ];
    }

    // Our own rules write one line each; what they name comes from the chart.
    private static LintMessage Shown(AdviceRule rule, LintMessage message) =>
        message with { Rule = rule.Id, Text = DisplayText.Field(message.Text) };

    private Chart? Load(LintRequest request)
    {
        try
        {
            return LintFiles.Open(request, generation).Load(generation, request.Log);
        }
        catch (ChartException)
        {
            return null; // Lint reports that.
        }
    }
}
