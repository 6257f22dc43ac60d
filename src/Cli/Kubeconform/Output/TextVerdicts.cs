using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>A line for each result, as it comes.</summary>
internal sealed class TextVerdicts(CliHost host, ReportScope scope) : VerdictReport(host, scope)
{
    /// <inheritdoc/>
    public override void Finish()
    {
        if (Scope.ShowsSummary)
        {
            Host.WriteReportLine(Tally.Summary(Scope.IsStream));
        }
    }

    /// <inheritdoc/>
    protected override void Add(ResourceVerdict verdict)
    {
        var (kind, name) = (verdict.Identity.Kind, verdict.Identity.Name);
        switch (verdict.Status)
        {
            case VerdictStatus.Invalid:
                Host.WriteReportLine($"{verdict.Source} - {kind} {name} is invalid: {verdict.Message:lines}");
                break;
            case VerdictStatus.Error when kind.Length > 0 && name.Length > 0:
                Host.WriteReportLine($"{verdict.Source} - {kind} {name} failed validation: {verdict.Message:lines}");
                break;
            case VerdictStatus.Error:
                Host.WriteReportLine($"{verdict.Source} - failed validation: {verdict.Message:lines}");
                break;
            case VerdictStatus.Valid when Scope.ShowsAll:
                Host.WriteReportLine($"{verdict.Source} - {kind} {name} is valid");
                break;
            case VerdictStatus.Skipped when Scope.ShowsAll:
                Host.WriteReportLine($"{verdict.Source} - {name} {kind} skipped");
                break;
        }
    }
}
