using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting;

/// <summary>Checks charts as <c>helm lint</c> does (spec helm.md 5). No state: one linter serves any number of threads.</summary>
/// <param name="generation">Whose rules count.</param>
public sealed class ChartLinter(HelmGeneration generation)
{
    /// <summary>Checks a chart. What is wrong with it is in the report, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public LintReport Lint(LintRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        LintSubject subject;
        try
        {
            subject = new(request, LintFiles.Open(request, generation), generation);
        }
        catch (ChartException failure)
        {
            return new([], failure.Message) { Causes = [.. failure.Causes] };
        }

        MetadataRules.Check(subject);
        ValuesRules.Check(subject);
        TemplateRules.Check(subject, cancellationToken);
        DependencyRules.Check(subject);
        if (generation == HelmGeneration.V4)
        {
            CrdRules.Check(subject);
        }

        return new(subject.Messages, null);
    }
}
