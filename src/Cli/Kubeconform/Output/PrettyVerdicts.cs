using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>A line for each result with a mark, always in colour: the reference does not ask whether there is a terminal.</summary>
internal sealed class PrettyVerdicts(CliHost host, ReportScope scope) : VerdictReport(host, scope)
{
    private const string Green = "\e[32m";
    private const string Yellow = "\e[33m";
    private const string Red = "\e[31m";
    private const string Reset = "\e[0m";

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
                Line(Red, "✖", verdict, $"{kind} {name} is invalid: {verdict.Message}");
                break;
            case VerdictStatus.Error when kind.Length > 0 && name.Length > 0:
                Line(Red, "✖", verdict, $"{kind} {name} failed validation: {verdict.Message}");
                break;
            case VerdictStatus.Error:
                Line(Red, "✖", verdict, $"failed validation: {name} {verdict.Message}");
                break;
            case VerdictStatus.Valid when Scope.ShowsAll:
                Line(Green, "✔", verdict, $"{kind} {name} is valid");
                break;
            case VerdictStatus.Skipped when Scope.ShowsAll:
                Line(Yellow, "-", verdict, $"{kind} {name} skipped");
                break;
        }
    }

    private void Line(string colour, string mark, ResourceVerdict verdict, string text)
    {
        var file = DisplayText.Field(verdict.Source);
        Host.WriteData($"{colour}{mark}{Reset} {file}: {colour}{DisplayText.SafeLines(text)}{Reset}\n");
    }
}
